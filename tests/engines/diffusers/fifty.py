"""Renders films and prints the memory of its process in MB after each (`test_memory`).

python -m tests.engines.diffusers.fifty <folders> <pictures> <case> <films> <seconds> <into>
"""

import ctypes
import gc
import json
import sys
from pathlib import Path

from generation.engines.base import Reference
from tests.engines.diffusers.cases import CASES, request
from tests.engines.diffusers.studio import engine, render

STATUS = Path("/proc/self/statm")
PAGE = 4096


def resident_mb() -> float:
    """Without what the allocator merely keeps for later."""
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    return int(STATUS.read_text().split()[1]) * PAGE / 1e6


def main(folders: Path, pictures: Path, name: str, films: int, seconds: int, into: Path) -> None:
    import torch

    torch.set_num_threads(1)
    known = {path.stem: path for path in pictures.glob("*.png")}
    people = Reference((known["one"],), "one"), Reference((known["two"],), "two")
    case = CASES[name]
    start = request(case, known, people)
    few = {} if case.profile.startswith("ltx2") else {"steps": 2}
    made = engine(folders, case.profile, **case.own(folders), **few)
    after = []
    for number in range(films):
        render(made, into / "film.mp4", seed=number, seconds=seconds, **start)
        after.append(round(resident_mb(), 1))
    print(json.dumps(after))  # noqa: T201


if __name__ == "__main__":
    folders, pictures, name, films, seconds, into = sys.argv[1:]
    main(Path(folders), Path(pictures), name, int(films), int(seconds), Path(into))
