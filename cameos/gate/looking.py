"""The gate itself. Any process may: it detects, and makes no template (law 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog
from django.conf import settings

from cameos.gate.seen import Gate, People
from cameos.gate.turning import DEGREES, views

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

log = structlog.get_logger(__name__)


def look_for_people(pictures: Sequence[NDArray[np.uint8]]) -> Gate:
    """Whether any of them (uint8, height x width x 3, RGB) shows a face of a human being.

    Every picture in eight positions, until a face is found. It knows faces from the front of about
    40 pixels and more. It does not see profiles, masks, heads from behind and bodies, and may take
    a drawn or an animal's face for a person's. So none found is `partial`, whichever kind looks.
    Whatever breaks, and no picture at all, is not assessed.
    """
    how = f"faces/{settings.FACE_KIND}/{len(DEGREES)}"
    try:
        found = any(_shows_somebody(picture) for picture in pictures)
    except Exception as error:  # noqa: BLE001 - a detector that breaks has found nothing out
        log.warning("person_gate_failed", fault=type(error).__name__)
        return Gate(People.NOT_ASSESSED, how, len(pictures))
    if found:
        return Gate(People.FOUND, how, len(pictures))
    return Gate(People.NONE_FOUND if pictures else People.NOT_ASSESSED, how, len(pictures))


def _shows_somebody(picture: NDArray[np.uint8]) -> bool:
    from lib.faces.detecting import detect

    return any(detect(view) for view in views(picture))
