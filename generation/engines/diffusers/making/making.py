"""All that needs the device, in one turn on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generation.engines.base import Look
from generation.engines.diffusers.course import Course
from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.film.heard import Drawn as DrawnSound
from generation.engines.diffusers.film.heard import Heard, Spoken
from generation.engines.diffusers.loading.finding import find
from generation.engines.diffusers.loading.loaded import Loaded
from generation.engines.diffusers.loading.memory import let_go, ran_out
from generation.engines.diffusers.loading.turns import turn
from generation.engines.diffusers.loading.warm import is_warm, warm
from generation.engines.diffusers.making.bounding import drawn_within
from generation.engines.diffusers.plan import Plan
from generation.engines.diffusers.profile import Sound
from generation.engines.diffusers.record import Record, record_of
from generation.engines.diffusers.settings import Settings
from generation.engines.words import worded

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
    """Raises EngineError, `RenderCancelled`, and what `look` raises. What of it held the device
    has given it back before anybody else's turn."""
    spoken = _spoken(settings, plan)
    found = None if is_warm(settings) else find(settings, course.go_on)
    with turn(course.go_on):
        try:
            # No name for the model here: it would outlive the turn with the fault's traceback.
            return _made(
                warm(settings, found, course.go_on), plan, course, look, spoken, engine=engine
            )
        except Exception as error:  # noqa: BLE001 - raised again where no handler holds it
            fault = error
        let_go(fault)
        raise failed(Fault.OUT_OF_MEMORY) if ran_out(fault) else fault


def _made(
    loaded: Loaded, plan: Plan, course: Course, look: Look | None, spoken: Heard | None, *,
    engine: str,
) -> Made:  # fmt: skip
    course.reach(Course.PREPARED)
    drawn, clip, redrawn = drawn_within(loaded, plan, course, look)
    heard = spoken
    if heard is None:
        heard = DrawnSound(drawn.sound, seconds=plan.request.seconds)
    record = record_of(loaded, plan, drawn, engine=engine)
    return Made(clip, heard, {**record, "redrawn": redrawn})


def _spoken(settings: Settings, plan: Plan) -> Heard | None:
    """Before the device is taken: a voice that fails costs no minutes of it."""
    request = plan.request
    if settings.sound is Sound.MODEL:
        return None
    if settings.sound is Sound.NONE:
        return Heard()
    return Spoken(request, worded(request.prompt, request.references))
