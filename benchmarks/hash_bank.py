"""How fast frames are compared with banks of 1,000 and 100,000 hashes, and with one by one.

One thread. `naive` counts the bits of each pair in Python (`lib.media.pdq.hamming`), which is what
a reader would write first; both must find the same entries. Peak memory is the kernel's VmHWM.

    python -m benchmarks.hash_bank --repeat 5
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import statistics
import sys
import time
from pathlib import Path

import numpy as np

from lib.media.pdq import hamming
from moderation.detectors.hashes import MAX_DISTANCE
from moderation.detectors.hashes.matching import columns, near

RESULTS = Path(__file__).parent / "results" / "hash_bank.json"
SIZES = (1_000, 100_000)
FRAMES = 64
SEED = 20261121


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    args = parser.parse_args()
    found = {
        "machine": {"processor": platform.processor() or platform.machine(), "python": sys.version},
        "frames": FRAMES,
        "repeat": args.repeat,
        "banks": [measured(size, args.repeat) for size in SIZES],
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }
    RESULTS.write_text(json.dumps(found, indent=2) + "\n")
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


def measured(size: int, repeat: int) -> dict[str, float]:
    """Frames a second: median of `repeat`; half of the frames lie near an entry."""
    random = np.random.default_rng(SEED)
    entries = [random.bytes(32) for _ in range(size)]
    frames = [random.bytes(32) for _ in range(FRAMES // 2)]
    frames += [_turned(entries[number * size // FRAMES]) for number in range(FRAMES // 2)]
    bank, limits = columns(entries), np.full(size, MAX_DISTANCE, np.int16)
    fast = statistics.median(_rate(frames, bank, limits) for _ in range(repeat))
    few = frames[-4:]
    started = time.perf_counter()
    one_by_one = [[n for n, e in enumerate(entries) if hamming(f, e) <= MAX_DISTANCE] for f in few]
    naive = len(few) / (time.perf_counter() - started)
    if one_by_one != [near(frame, bank, limits=limits) for frame in few]:
        raise SystemExit("the two disagree")
    return {
        "entries": size,
        "frames_per_second": round(fast, 1),
        "comparisons_per_second": round(fast * size),
        "naive_frames_per_second": round(naive, 2),
        "ratio_to_naive": round(fast / naive, 1),
    }


def _turned(bits: bytes) -> bytes:
    """Thirty bits away."""
    return (int.from_bytes(bits) ^ (2**30 - 1)).to_bytes(32)


def _rate(frames: list[bytes], bank: object, limits: object) -> float:
    started = time.perf_counter()
    for frame in frames:
        near(frame, bank, limits=limits)  # type: ignore[arg-type]
    return len(frames) / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
