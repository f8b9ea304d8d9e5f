"""What it costs to decode a film in a process of its own (lib/media/apart).

The same looks at the same film, here and there in turns, in one run: the ratio says more than the
milliseconds, which are those of this machine. There every frame is also told small, as enrolment
needs it. What a look at a face costs (0.1 s by dlib) is not
in it; `of_enrolment` sets the difference beside that.

    python -m benchmarks.decoding_apart --rounds 7
"""

from __future__ import annotations

import argparse
import platform
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.reporting import kept

RESULTS = Path(__file__).parent / "results" / "decoding_apart.json"
SIZE = (1280, 720)
FPS = 30
LOOK_S = 0.1  # of a look at faces, cameos/challenge/watching.py


def main() -> None:
    args = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        rows = [_measured(Path(folder), seconds, args.rounds) for seconds in (1, 12, 30)]
    kept({"machine": platform.machine(), "rows": rows}, RESULTS)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    return parser.parse_args()


def _measured(folder: Path, seconds: int, rounds: int) -> dict[str, Any]:
    from lib.media.apart.reading import shared_frames_apart
    from lib.media.frames import FrameWish, shared_frames

    film, wishes = _film(folder / f"{seconds}.mp4", seconds), (FrameWish(6.0, 480),)
    here: list[float] = []
    apart: list[float] = []
    for _ in range(rounds):
        here.append(_took(lambda: shared_frames(film, wishes)))
        apart.append(_took(lambda: shared_frames_apart(film, wishes, cells=(32, lambda _: None))))
    cost = median(apart) - median(here)
    return {
        "seconds_of_film": seconds,
        "rounds": rounds,
        "here_ms": round(1000 * median(here)),
        "apart_ms": round(1000 * median(apart)),
        "ratio": round(median(apart) / median(here), 2),
        "of_enrolment": round(cost / (median(here) + LOOK_S * 6 * seconds), 3),
    }


def _took(read: Callable[[], Iterator[Any]]) -> float:
    began = time.perf_counter()
    deque(read(), maxlen=0)
    return time.perf_counter() - began


def _film(path: Path, seconds: int) -> Path:
    """Something that moves over noise, as a camera gives it; 1280 x 720."""
    from lib.media.writer import Mp4Writer

    rng, (width, height) = np.random.default_rng(1), SIZE
    room = rng.integers(60, 120, (height, width, 3), dtype=np.uint8)
    with Mp4Writer(path, width=width, height=height, fps=FPS) as film:
        for number in range(seconds * FPS):
            frame = np.roll(room, number, axis=1)
            frame[200:500, 400 + number % 200 : 700 + number % 200] = 200
            film.write_frame(frame)
    return path


if __name__ == "__main__":
    main()
