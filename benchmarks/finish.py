"""What finishing a film costs over a bare re-encode of the same film.

Work is processor time. The floor is decoding and encoding with the same settings and nothing
else; above it stand the mark, the two stills and the three seals. One process, one thread; the
rounds alternate, so that a busy machine burdens all parts alike.

    python -m benchmarks.finish --repeat 5
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import django
from tqdm import tqdm

from benchmarks.reporting import kept, machine

RESULTS = Path(__file__).parent / "results" / "finish.json"
PROMPT = 'a cat in the forest under a rainbow, a voice says "hello there"'
PARTS = ("bare_re_encode", "burn", "stills", "seals")


def main() -> None:
    args = _arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    seen: dict[str, list[float]] = {part: [] for part in PARTS}
    with tempfile.TemporaryDirectory() as folder:
        master = _film(Path(folder) / "master.mp4", seconds=args.seconds)
        _round(master, Path(folder))  # imports, the development CA
        for _ in tqdm(range(args.repeat), unit="film"):
            for part, work in _round(master, Path(folder)).items():
                seen[part].append(work / args.seconds)
    rows = [_row(part, seen[part]) for part in PARTS]
    rows.append(_row("finish_over_bare", _ratios(seen)))
    result = {
        "machine": machine("av", "pillow", "c2pa-python"),
        "film": f"720x1280, {args.seconds} s",
        "rows": rows,
    }
    kept(result, RESULTS)
    for row in rows:
        sys.stdout.write(
            f"{row['part']:>17}  median {row['median']:.4f} ({row['min']:.4f}-{row['max']:.4f})"
            f"  n={row['n']}\n"
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=8, choices=(4, 8, 12))
    return parser.parse_args()


def _film(path: Path, *, seconds: int) -> Path:
    from generation.engines.base import RenderRequest, Size
    from generation.engines.registry import get_engine

    request = RenderRequest(PROMPT, Size.PORTRAIT, seconds, 7)
    get_engine("sketch").render(
        request, into=path, progress=lambda _share: None, cancelled=lambda: False
    )
    return path


def _round(master: Path, folder: Path) -> dict[str, float]:
    """Processor seconds of each part."""
    from lib.media.stills import poster, spritesheet
    from provenance.watermark import burn, mark_for

    marked, still, sheet = (folder / name for name in ("film.mp4", "poster.webp", "sheet.webp"))
    mark = mark_for(handle="some.handle_012345", token="")
    return {
        "bare_re_encode": _work_of(lambda: _re_encode(master, folder / "bare.mp4")),
        "burn": _work_of(lambda: burn(master, into=marked, mark=mark)),
        "stills": _work_of(lambda: (poster(marked, into=still), spritesheet(marked, into=sheet))),
        "seals": _work_of(lambda: _seal(marked, still, sheet)),
    }


def _work_of(part: Callable[[], object]) -> float:
    started = time.process_time()
    part()
    return time.process_time() - started


def _re_encode(master: Path, into: Path) -> None:
    import av

    from lib.media.x264 import x264_options

    with av.open(str(master)) as source, av.open(str(into), "w", format="mp4") as out:
        film = source.streams.video[0]
        film.codec_context.thread_count = 1
        stream = out.add_stream("libx264", rate=film.average_rate, options=x264_options())
        stream.width, stream.height = film.codec_context.width, film.codec_context.height
        stream.pix_fmt = "yuv420p"
        stream.codec_context.thread_count = 1
        stream.codec_context.gop_size = round(film.average_rate or 24)
        for frame in source.decode(film):
            frame.pict_type = av.video.frame.PictureType.NONE
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def _seal(marked: Path, still: Path, sheet: Path) -> None:
    from provenance.signing import Statement, seal

    film = shutil.copyfile(marked, marked.with_name("sealed.mp4"))
    for kind, path in (("video", film), ("poster", still), ("spritesheet", sheet)):
        parent = None if kind == "video" else film
        words = Statement(kind, "sketch/1", kind, datetime.now(UTC), "development", parent)
        seal(path, statement=words)


def _ratios(seen: dict[str, list[float]]) -> list[float]:
    bare = seen["bare_re_encode"]
    parts = zip(seen["burn"], seen["stills"], seen["seals"], strict=True)
    return [sum(work) / floor for work, floor in zip(parts, bare, strict=True)]


def _row(part: str, values: list[float]) -> dict[str, str | int | float]:
    """Seconds of work per second of film; the last row is a ratio."""
    return {
        "part": part,
        "n": len(values),
        "median": round(statistics.median(values), 4),
        "min": round(min(values), 4),
        "max": round(max(values), 4),
    }


if __name__ == "__main__":
    main()
