"""A look at a few frames of a film that is not finished yet (features.md, G27)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from lib.media.frames import SampledFrame, as_array
from moderation.answers import Answer
from moderation.categories import Surface
from moderation.detectors.base import FrameDetector, Source
from moderation.inspection.configured import configured_detectors
from moderation.inspection.looking import Looker

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The renderer waits for it; a whole film has a minute for each detector.
SECONDS_A_DETECTOR = 10.0
UNBOUNDED = Source(draws=None)


@lru_cache(maxsize=1)
def glancing_detectors() -> tuple[FrameDetector, ...]:
    """An operator's own models of what is seen. Half-drawn frames match no hash and hold no words,
    so nothing else looks; made once a process."""
    found = configured_detectors()
    return tuple(one for one in found if getattr(one, "surface", Surface.FRAME) is Surface.FRAME)


def glance(
    frames: Sequence[NDArray[np.uint8]],
    *,
    detectors: Sequence[FrameDetector],
    seconds: float | None = None,
) -> list[Answer]:
    """What is found in frames (uint8, height x width x 3, RGB), by those who could look.

    Each has `seconds`, by default SECONDS_A_DETECTOR. A detector that fails says nothing here: the
    inspection of the whole film passes nothing without it.
    """
    answers: list[Answer] = []
    for detector in detectors:
        with _looker(detector, seconds or SECONDS_A_DETECTOR) as looker:
            _show(looker, frames)
            answers += [found for surface, found in looker.answers() if surface is Surface.FRAME]
    return answers


@contextmanager
def _looker(detector: FrameDetector, seconds: float) -> Iterator[Looker]:
    with ExitStack() as stack:
        looker = Looker(detector, UNBOUNDED, seconds=seconds)
        stack.callback(looker.close)
        yield looker


def _show(looker: Looker, frames: Sequence[NDArray[np.uint8]]) -> None:
    import av

    side = looker.wish.max_side if looker.wish is not None else None
    for number, image in enumerate(frames):
        frame = av.VideoFrame.from_ndarray(image, format="rgb24")
        looker.look(SampledFrame(number, float(number), as_array(frame, max_side=side)))
