"""Decoded pictures as bytes on the host, so that the device is free while they are encoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generation.engines.diffusers.course import Course
from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.film.pixels import as_bytes

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

AT_ONCE = 8
# Of 255, over a whole clip: less than this is a grey card, not a dark night.
LEAST_RANGE = 3


def clip_of(pictures: torch.Tensor, course: Course) -> NDArray[np.uint8]:
    """Frames x height x width x 3; eight at a time, for in float32 a clip is four times as large.

    Raises EngineError `picture_not_finite`, `picture_blank`.
    """
    import numpy as np

    _, channels, count, height, width = pictures.shape
    clip = np.empty((count, height, width, channels), np.uint8)
    for start in range(0, count, AT_ONCE):
        course.within(Course.DENOISED, Course.DECODED, start / count)
        some = pictures[0, :, start : start + AT_ONCE]
        if not bool(some.isfinite().all()):
            raise failed(Fault.PICTURE_NOT_FINITE)
        clip[start : start + AT_ONCE] = as_bytes(some)
    if int(clip.max()) - int(clip.min()) < LEAST_RANGE:
        raise failed(Fault.PICTURE_BLANK)
    return clip
