"""The readers of `lib.media`, with the decoding elsewhere and every answer checked."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lib.media.apart.messages import Message, broken
from lib.media.apart.process import child
from lib.media.changes import Changes
from lib.media.containers import Readable
from lib.media.frames import FrameWish, SampledFrame
from lib.media.limits import MAX_SECONDS, MAX_SIDE, MOST_FRAMES, MOST_SOUND_S
from lib.media.sound import SPEECH_RATE
from lib.media.stereo import Sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Tap = Callable[["NDArray[np.uint8]"], None]


def shared_frames_apart(
    film: Path | Readable,
    wishes: Sequence[FrameWish],
    *,
    changes: Changes | None = None,
    cells: tuple[int, Tap] | None = None,
) -> Iterator[tuple[int, SampledFrame]]:
    """As `lib.media.frames.shared_frames`. Of `changes` only `missed` is told, when all is done.
    `cells`: a side, and what takes every frame at that size in grey, before it is given."""
    side, tap = cells or (0, _nothing)
    wanted = {
        "wishes": [astuple(wish) for wish in wishes],
        "changes": changes is not None,
        "cells": side,
    }
    with child(film, "frames", **wanted) as process:
        for _ in range(MOST_FRAMES * (len(wishes) + 1) + 1):
            said = process.message()
            if said.kind == "cells" and side:
                tap(_grey(said, side))
            elif said.kind == "frame":
                yield _frame(said, wishes)
            elif said.kind == "end":
                if changes is not None:
                    changes.missed = _whole(said, "missed", MOST_FRAMES)
                return
            else:
                raise broken()
    raise broken()


def sampled_frames_apart(
    film: Path | Readable, *, per_second: float, max_side: int | None = None
) -> Iterator[SampledFrame]:
    """As `lib.media.frames.sampled_frames`."""
    for _, frame in shared_frames_apart(film, (FrameWish(per_second, max_side),)):
        yield frame


def sound_apart(film: Path) -> Sound | None:
    """As `lib.media.stereo.read`."""
    with child(film, "sound") as process:
        said = process.message()
    tracks, both = _whole(said, "tracks", 1_000), said.numbers
    if not tracks:
        return None
    if both is None or both.dtype.name != "int16" or both.ndim != 2 or both.shape[0] != 2:
        raise broken()
    if both.shape[1] > MOST_SOUND_S * SPEECH_RATE:
        raise broken()
    return Sound(both[0], both[1], tracks)


def pictures_alone_apart(film: Path) -> io.BytesIO:
    """As `lib.media.silencing.pictures_alone`: what is kept was written by the child. It is only
    ever read by another one."""
    with child(film, "silent") as process:
        said = process.message()
    if said.numbers is None or said.numbers.dtype.name != "uint8" or said.numbers.ndim != 1:
        raise broken()
    return io.BytesIO(said.numbers.tobytes())


def _frame(said: Message, wishes: Sequence[FrameWish]) -> tuple[int, SampledFrame]:
    wish = _whole(said, "wish", len(wishes) - 1)
    at, image, most = said.facts.get("at"), said.numbers, wishes[wish].max_side or MAX_SIDE
    if type(at) is not float or not math.isfinite(at) or not 0 <= at <= MAX_SECONDS:
        raise broken()
    if image is None or image.dtype.name != "uint8" or image.ndim != 3 or image.shape[2] != 3:
        raise broken()
    if not 0 < min(image.shape[:2]) <= max(image.shape[:2]) <= max(2, most):
        raise broken()
    index = said.facts.get("index")
    if type(index) is not int or not -1 <= index <= MOST_FRAMES:
        raise broken()
    return wish, SampledFrame(index, at, image)


def _grey(said: Message, side: int) -> NDArray[np.uint8]:
    small = said.numbers
    if small is None or small.dtype.name != "uint8" or small.shape != (side, side):
        raise broken()
    return small


def _whole(said: Message, name: str, most: int) -> int:
    number: Any = said.facts.get(name)
    if said.kind not in {"frame", "end"} or type(number) is not int or not 0 <= number <= most:
        raise broken()
    return number


def _nothing(_: NDArray[np.uint8]) -> None:
    """Nobody asked for cells."""
