"""What inspecting a film costs over the sum of the bare calls that it makes.

Each film is 1280x720 and measured in a process of its own, after one inspection that loads the
models. Work is processor time, of all threads and of programs that are started, divided by the
film's length. The bare calls are one decode of every frame, one PDQ hash for each frame that the
hash bank looks at, one reading for each frame that is read, and one listening; frames are made
ready for them beforehand, so that finding the jumps of the picture, shrinking and converting
counts as the inspection's own.

    python -m benchmarks.inspection --repeat 3
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from benchmarks.reporting import kept, machine

if TYPE_CHECKING:
    from moderation.detectors.base import FrameDetector, Source
    from moderation.detectors.hashes import BankEntry

RESULTS = Path(__file__).parent / "results" / "inspection.json"
SECONDS = 4
BANK_SIZE = 10_000
PROMPTS = (
    "three red balloons rise over a green field",
    'a cat and a dog in the forest, a voice says "hello there, my little friends"',
    "five fish swim underwater",
    'a robot in the city at night, a voice says "good evening, everybody"',
)
BARE = ("decode", "hash", "read", "listen")
MEASURES = ("inspection", *BARE)


def main() -> None:
    args = _arguments()
    if args.one:
        sys.stdout.write(json.dumps(_measure(**json.loads(args.one))))
        return
    runs = [
        _in_its_own_process(prompt, seed=number)
        for number in tqdm(range(args.repeat), unit="round")
        for prompt in PROMPTS
    ]
    row = _row(runs)
    kept(
        {
            "machine": machine("av", "numpy", "onnxruntime", "rapidocr", "pocketsphinx"),
            "rows": [row],
        },
        RESULTS,
    )
    sys.stdout.write(
        f"work/s median {row['inspection_median']:.3f}, bare {row['bare_median']:.3f}, ratio"
        f" {row['ratio_median']:.3f} ({row['ratio_min']:.3f}-{row['ratio_max']:.3f}) n={row['n']}\n"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="rounds over all prompts")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    return parser.parse_args()


def _in_its_own_process(prompt: str, *, seed: int) -> dict[str, float]:
    asked = json.dumps({"prompt": prompt, "seed": seed})
    command = [sys.executable, "-m", "benchmarks.inspection", "--one", asked]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _measure(*, prompt: str, seed: int) -> dict[str, float]:
    """Work for each second of film, by part."""
    from moderation.inspection import default_frame_detectors, inspect_film
    from moderation.listening import build

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        source = _rendered(prompt, seed=seed, into=path)
        detectors, listener = default_frame_detectors(_bank()), build()

        def inspection() -> None:
            found = inspect_film(path, source=source, detectors=detectors, listener=listener)
            if found.on_screen is None or found.heard is None:
                raise SystemExit("the inspection failed, so there is nothing to measure")

        inspection()
        calls = {"inspection": inspection, **_bare(path, detectors)}
        calls["listen"] = lambda: listener.listen(path, source)
        return {part: _work_of(call) / SECONDS for part, call in calls.items()}


def _bare(path: Path, detectors: tuple[FrameDetector, ...]) -> dict[str, Callable[[], object]]:
    import av

    from lib.media.changes import Changes
    from lib.media.frames import FrameWish, shared_frames
    from lib.media.pdq import pdq
    from moderation.detectors.on_screen_text.reader import reader

    pictures = {
        each.name: [
            frame.image
            for _, frame in shared_frames(
                path, [FrameWish(each.per_second, each.max_side)], changes=Changes()
            )
        ]
        for each in detectors
        if each.per_second
    }

    def decode() -> None:
        with av.open(str(path)) as container:
            container.streams.video[0].codec_context.thread_count = 1
            for _ in container.decode(video=0):
                pass

    return {
        "decode": decode,
        "hash": lambda: [pdq(picture) for picture in pictures["hash_bank"]],
        "read": lambda: [reader().read(picture) for picture in pictures["on_screen_text"]],
    }


def _rendered(prompt: str, *, seed: int, into: Path) -> Source:
    from generation.engines.base import RenderRequest, Size
    from generation.engines.registry import get_engine
    from moderation.detectors.base import Line, Source

    engine = get_engine("sketch")
    done = engine.render(
        RenderRequest(prompt, Size.LANDSCAPE, SECONDS, seed),
        into=into,
        progress=lambda _share: None,
        cancelled=lambda: False,
    )
    script = tuple(Line(line.text, line.start_s, line.end_s, line.language) for line in done.script)
    return Source(engine.capabilities.draws, script, done.script_is_exact)


def _bank() -> list[BankEntry]:
    """Hashes of nothing: random, each with as many bits as real ones have."""
    import numpy as np

    from moderation.categories import Category
    from moderation.detectors.hashes import BankEntry

    random, half = np.random.default_rng(1), np.repeat([0, 1], 128)
    return [
        BankEntry(
            str(number), np.packbits(random.permutation(half)).tobytes().hex(),
            Category.CHILD_SAFETY, 100,
        )
        for number in range(BANK_SIZE)
    ]  # fmt: skip


def _work_of(call: Callable[[], object]) -> float:
    started = _work()
    call()
    return _work() - started


def _work() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _row(runs: list[dict[str, float]]) -> dict[str, str | int | float]:
    bare = [sum(run[part] for part in BARE) for run in runs]
    ratios = [run["inspection"] / sum_of for run, sum_of in zip(runs, bare, strict=True)]
    spread = {
        f"{part}_{name}": round(function(run[part] for run in runs), 4)
        for part in MEASURES
        for name, function in (("median", statistics.median), ("min", min), ("max", max))
    }
    return {
        "size": "1280x720",
        "n": len(runs),
        "bank_size": BANK_SIZE,
        **spread,
        "bare_median": round(statistics.median(bare), 4),
        "ratio_median": round(statistics.median(ratios), 3),
        "ratio_min": round(min(ratios), 3),
        "ratio_max": round(max(ratios), 3),
    }


if __name__ == "__main__":
    main()
