"""All that needs the device, in one turn on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generation.engines.base import Look
from generation.engines.diffusers.course import Course
from generation.engines.diffusers.film.clip import clip_of
from generation.engines.diffusers.film.heard import Drawn as DrawnSound
from generation.engines.diffusers.film.heard import Heard, Spoken
from generation.engines.diffusers.loading.memory import give_back
from generation.engines.diffusers.loading.turns import turn
from generation.engines.diffusers.loading.warm import warm
from generation.engines.diffusers.making.drawing import draw
from generation.engines.diffusers.plan import Plan
from generation.engines.diffusers.profile import Sound
from generation.engines.diffusers.record import Record, record_of
from generation.engines.diffusers.settings import Settings
from generation.engines.diffusers.wording import worded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Made:
    """Nothing of it is on the device: the next job may have that while this one is encoded."""

    clip: NDArray[np.uint8]
    heard: Heard
    record: Record


def make(settings: Settings, plan: Plan, course: Course, look: Look | None, *, engine: str) -> Made:
    spoken = _spoken(settings, plan)
    with turn(settings, course.go_on):
        try:
            return _made(settings, plan, course, look, spoken, engine=engine)
        except Exception:
            give_back()
            raise


def _made(
    settings: Settings, plan: Plan, course: Course, look: Look | None, spoken: Heard | None, *,
    engine: str,
) -> Made:  # fmt: skip
    loaded = warm(settings)
    course.reach(Course.PREPARED)
    drawn = draw(loaded, plan, course, look)
    heard = DrawnSound(drawn.sound) if spoken is None else spoken
    record = record_of(loaded, plan, engine=engine, calls=drawn.calls, scheduler=drawn.scheduler)
    return Made(clip_of(drawn.pictures, course), heard, record)


def _spoken(settings: Settings, plan: Plan) -> Heard | None:
    """Before the device is taken: a voice that fails costs no minutes of it."""
    request = plan.request
    if settings.sound is Sound.MODEL:
        return None
    if settings.sound is Sound.NONE:
        return Heard()
    return Spoken(request, worded(request.prompt, request.references))
