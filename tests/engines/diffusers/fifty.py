"""Renders fifty films and prints the memory of its process in MB after each (`test_memory`)."""

import gc
import json
import sys
from pathlib import Path

from tests.engines.diffusers.studio import engine, render

STATUS = Path("/proc/self/statm")
PAGE = 4096


def resident_mb() -> float:
    return int(STATUS.read_text().split()[1]) * PAGE / 1e6


def main(folders: Path, profile: str, into: Path) -> None:
    import torch

    torch.set_num_threads(1)
    made = engine(folders, profile, steps=2) if profile == "wan-t2v" else engine(folders, profile)
    after = []
    for number in range(50):
        render(made, into / "film.mp4", seed=number)
        gc.collect()
        after.append(round(resident_mb(), 1))
    print(json.dumps(after))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
