"""Fifty films one after the other, in a process of its own: nothing is kept of any of them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.act  # a hundred films

# Forty kept clips of the smaller kind (17 frames of 64x64) would be 8 MB; measured: 0.1.
MOST_MB = 4


@pytest.mark.parametrize("profile", ["ltx2-distilled", "wan-t2v"])
def test_memory_stays_flat_over_fifty_films(profile: str, folders: Path, tmp_path: Path) -> None:
    """By the least of ten: a film's own frames come and go."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.engines.diffusers.fifty", str(folders), profile,
         str(tmp_path)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    after = json.loads(done.stdout.splitlines()[-1])
    assert len(after) == 50
    assert min(after[40:]) - min(after[5:15]) < MOST_MB, after
