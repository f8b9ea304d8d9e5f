"""Whether nobody in a picture may be a minor. Detection and a guess of ages: nobody is embedded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import structlog

from cameos.challenge.judging import ADULT_FROM_YEARS
from cameos.gate.turning import views
from lib.faces.base import Band, apparent_band

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

log = structlog.get_logger(__name__)


def minors_excluded(pictures: Sequence[NDArray[np.uint8]]) -> bool:
    """Every face, in every position in which one is seen, looks like an adult's. A kind of faces
    that guesses no ages, a face without one, and whatever breaks exclude nobody (law 1)."""
    try:
        bands = set(_bands(pictures))
    except Exception as error:  # noqa: BLE001 - what breaks has ruled nothing out
        log.warning("reference_ages_failed", fault=type(error).__name__)
        return False
    return bands == {Band.ADULT}


def _bands(pictures: Sequence[NDArray[np.uint8]]) -> Iterator[Band]:
    from lib.faces.registry import build

    for picture in pictures:
        for view in views(picture):
            for face in build().look(view):
                yield apparent_band(face.apparent_age_years, adult_from=ADULT_FROM_YEARS)
