"""Films one after the other, in a process of its own: nothing is kept of any of them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

# Forty kept clips of the smaller kind (17 frames of 64x64) would be 8 MB; measured: 0.1.
MOST_MB = 4
# Eight kept clips of LTX-2 (49 frames of 64x64) would be 4.8 MB.
MOST_MB_OF_A_DOZEN = 3
WARM = 4


def _resident_after_each(
    films: int, case: str, seconds: int, folders: Path, pictures: dict[str, Path], into: Path
) -> list[float]:
    command = [sys.executable, "-m", "tests.engines.diffusers.fifty", folders,
               pictures["one"].parent, case, films, seconds, into]  # fmt: skip
    done = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True)
    after: list[float] = json.loads(done.stdout.splitlines()[-1])
    assert len(after) == films
    return after


@pytest.mark.act
@pytest.mark.parametrize(
    "case", ["ltx2 text", "wan text", "vace two people", "wan first frame", "5 B first frame"]
)
def test_memory_stays_flat_over_fifty_films(
    case: str, folders: Path, pictures: dict[str, Path], tmp_path: Path
) -> None:
    """By the least of ten: a film's own frames come and go."""
    after = _resident_after_each(50, case, 1, folders, pictures, tmp_path)
    assert min(after[40:]) - min(after[5:15]) < MOST_MB, after


@pytest.mark.slow
def test_memory_stays_flat_over_a_dozen_films(
    folders: Path, pictures: dict[str, Path], tmp_path: Path
) -> None:
    """By the least of four, eight films apart."""
    films = WARM + 12
    after = _resident_after_each(films, "ltx2 text", 2, folders, pictures, tmp_path)[WARM:]
    assert min(after[8:]) - min(after[:4]) < MOST_MB_OF_A_DOZEN, after
