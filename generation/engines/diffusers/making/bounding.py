"""A model that says it draws only some things is held to that, clip by clip."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generation.engines.base import Look
from generation.engines.diffusers.course import Course
from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.film.clip import clip_of
from generation.engines.diffusers.loading.loaded import Loaded
from generation.engines.diffusers.making.drawing import Drawn, draw
from generation.engines.diffusers.plan import Plan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TRIES = 4
# torch's generator on the CPU heeds 32 bits of a seed; an odd step meets each of them only once.
APART, SEEDS = 0x9E3779B1, 2**32


def drawn_within(
    loaded: Loaded, plan: Plan, course: Course, look: Look | None
) -> tuple[Drawn, NDArray[np.uint8], int]:
    """With how often it was drawn anew, from noise that the job's seed decides too. Raises
    EngineError `picture_out_of_bounds` where no try stays within what the profile declares."""
    stays_within = loaded.settings.profile.stays_within
    for redrawn in range(TRIES):
        request = replace(plan.request, seed=_seed(plan.request.seed, redrawn))
        drawn = draw(loaded, replace(plan, request=request), course, look)
        clip = clip_of(drawn.pictures, course)
        if stays_within is None or stays_within(clip):
            return drawn, clip, redrawn
    raise failed(Fault.PICTURE_OUT_OF_BOUNDS)


def _seed(first: int, redrawn: int) -> int:
    return (first + redrawn * APART) % SEEDS if redrawn else first
