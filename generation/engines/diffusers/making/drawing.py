"""From a plan to decoded pictures and sound, on the device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generation.engines.base import Look
from generation.engines.diffusers.course import Course
from generation.engines.diffusers.families.base import Pipeline
from generation.engines.diffusers.loading.loaded import Loaded
from generation.engines.diffusers.loading.variants import pipeline_for
from generation.engines.diffusers.making.arguments import arguments_of
from generation.engines.diffusers.making.calls import before_each
from generation.engines.diffusers.making.looking import Looking, callback
from generation.engines.diffusers.making.room import Room
from generation.engines.diffusers.making.steps import Steps
from generation.engines.diffusers.plan import Plan

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True)
class Drawn:
    """`pictures`: 1 x 3 x frames x height x width, -1..1, on the device. `sound`: channels x
    samples, -1..1, and its rate. `calls`: of the transformer, in the try that succeeded. `tiled`:
    whether it was decoded in tiles."""

    pictures: torch.Tensor
    sound: tuple[torch.Tensor, int] | None
    calls: int
    scheduler: Any
    tiled: bool


def draw(loaded: Loaded, plan: Plan, course: Course, look: Look | None) -> Drawn:
    """Raises EngineError, `RenderCancelled`, and whatever `look` raises."""
    pipe = pipeline_for(loaded, plan.way)
    room = Room(loaded)
    try:
        output, calls = room.for_(lambda: _denoised(loaded, pipe, plan, course, look))
        course.reach(Course.DENOISED)
        pictures, sound = room.for_(lambda: _decoded(loaded, pipe, output, plan, course))
        return Drawn(pictures, sound, calls, pipe.scheduler, loaded.tiled)
    finally:
        loaded.as_asked()
        # Frees what is offloaded and forgets what caches hold of a call that broke off.
        pipe.maybe_free_model_hooks()


def _denoised(
    loaded: Loaded, pipe: Pipeline, plan: Plan, course: Course, look: Look | None
) -> tuple[Any, int]:
    import torch

    given = arguments_of(loaded, pipe, plan)
    at = loaded.settings.look_at
    looking = Looking(loaded, plan, look, at) if look and at is not None else None
    passes = loaded.family.passes(pipe, given)
    steps = Steps(pipe, course, steps=plan.steps, passes=passes)
    with torch.no_grad(), before_each(loaded.transformers, steps.one_more):
        return pipe(**given, **callback(looking)), steps.calls


def _decoded(
    loaded: Loaded, pipe: Pipeline, output: Any, plan: Plan, course: Course
) -> tuple[torch.Tensor, tuple[torch.Tensor, int] | None]:
    import torch

    with torch.no_grad(), before_each([pipe.vae.decoder], course.go_on):
        pictures = loaded.family.decoded(pipe, loaded.family.done(pipe, output, plan))
        return pictures, loaded.family.sound(pipe, output)
