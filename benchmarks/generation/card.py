"""A card that is elsewhere: each call of the model takes as long as one of a real card would, and
leaves the processor free, as a card does.

Imported by the process that draws. The weights are a tiny folder's, and what is drawn is noise;
the pipeline around them is diffusers' own. A call lasts until its time is over, so that what else
the machine does costs the stand-in nothing, as it costs a card nothing. Every call is written
down: what, from when, until when.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

VARIABLE = "BENCHMARK_CARD"  # the folder with both files
SECONDS, CALLS = "seconds", "calls.jsonl"
DRAWING, DECODING = "drawing", "decoding"


def install(folder: Path) -> None:
    from diffusers import AutoencoderKLWan, WanTransformer3DModel

    _watch(WanTransformer3DModel, "forward", DRAWING, folder, pause=lambda: seconds(folder))
    _watch(AutoencoderKLWan, "decode", DECODING, folder, pause=lambda: 0.0)


def seconds(folder: Path) -> float:
    return float((folder / SECONDS).read_text())


def take(folder: Path, of_a_call: float) -> None:
    """From the next call on."""
    folder.mkdir(exist_ok=True)
    (folder / SECONDS).write_text(str(of_a_call))


def _watch(kind: Any, name: str, what: str, folder: Path, *, pause: Callable[[], float]) -> None:
    real = getattr(kind, name)

    def watched(*args: Any, **given: Any) -> Any:
        start = time.time()
        answer = real(*args, **given)
        time.sleep(max(0.0, start + pause() - time.time()))
        with (folder / CALLS).open("a") as file:
            file.write(json.dumps({"what": what, "start": start, "end": time.time()}) + "\n")
        return answer

    setattr(kind, name, watched)


if VARIABLE in os.environ:
    install(Path(os.environ[VARIABLE]))
