"""The bare pipeline in a process of its own: `python -m benchmarks.generation.bare <folder> <n>`.

Prints the seconds of each of n films after one that loads the model.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROMPT = "a red ball bounces over green grass"


def bare(folder: Path, repeat: int) -> list[float]:
    """Of the engine `film`, with nothing beside it."""
    command = [sys.executable, "-m", "benchmarks.generation.bare", str(folder), str(repeat)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seconds: list[float] = json.loads(done.stdout.splitlines()[-1])
    return seconds


def _main(folder: Path, repeat: int) -> None:
    import benchmarks.generation.card  # noqa: F401 - the stand-in, where there is one
    from benchmarks.bare_pipeline import bare_seconds
    from benchmarks.generation import models
    from generation.engines.base import RenderRequest, Size

    request = RenderRequest(PROMPT, Size(models.SIZE), models.SECONDS, 7)
    settings = models.settings(folder, "film")
    seconds = [bare_seconds(settings, request) for _ in range(1 + repeat)]
    sys.stdout.write(json.dumps(seconds[1:]) + "\n")


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]))
