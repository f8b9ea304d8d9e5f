"""What a detector would have seen, made up: no picture is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cameos.challenge.film import LOOKS_PER_SECOND
from cameos.challenge.watching import Look

TO_THE_LEFT, TO_THE_RIGHT = 20.0, -20.0  # of the person; in the picture it is the other side


def looks(yaws: Sequence[float | None], **changes: object) -> list[Look]:
    """One look each, six a second. None: nobody is seen."""
    return [
        replace(_look(number / LOOKS_PER_SECOND, yaw), **changes)  # type: ignore[arg-type]
        for number, yaw in enumerate(yaws)
    ]


def _look(at: float, yaw: float | None) -> Look:
    seen = yaw is not None
    return Look(at, int(seen), yaw, side=120 if seen else 0, brightness=140.0)


def turns(*peaks: float, still: int = 4, held: int = 3, middle: float = 0.0) -> list[float]:
    """From the middle to each peak and back, in soft steps."""
    yaws = [middle] * still
    for peak in peaks:
        yaws += [middle + peak * share for share in (0.3, 0.8, *[1.0] * held, 0.7, 0.2)]
        yaws += [middle] * held
    return yaws
