"""A look at what a film is going to be, before it is done (features.md, G27)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from generation.engines.base import Look
from generation.engines.diffusers.families.base import Pipeline
from generation.engines.diffusers.film.pixels import as_bytes
from generation.engines.diffusers.loading.loaded import Loaded
from generation.engines.diffusers.plan import Plan
from generation.engines.diffusers.profile import Way

if TYPE_CHECKING:
    import torch

PLACES = 3  # the beginning, the middle and the end
# The decoders are made for runs of frames: one before the wanted one makes it sharp.
LEAD_IN = 1


class Looking:
    """Called at the end of each step; looks once.

    In flow matching a clean film and noise are the ends of a straight line. What one step moved
    along it, carried on to its end, is the guess of the clean film: x0 = x - sigma * dx / dsigma,
    with all guidance in it. So at least one step must lie behind the step that is looked at.
    """

    def __init__(self, loaded: Loaded, plan: Plan, look: Look, at: float) -> None:
        self._loaded = loaded
        self._plan = plan
        self._look = look
        self._at = at
        self._before: torch.Tensor | None = None
        self.looked = False

    def after_step(
        self, pipe: Pipeline, step: int, _timestep: object, given: dict[str, Any]
    ) -> dict[str, Any]:
        latents = given["latents"]
        if not self.looked and self._before is not None and step >= self._due(pipe):
            self.looked = True
            self._look(self._frames(pipe, _guess(pipe, self._before, latents, step)))
        self._before = None if self.looked else latents
        return {}

    def _due(self, pipe: Pipeline) -> int:
        steps = int(pipe.num_timesteps)
        return min(max(1, math.ceil(self._at * steps) - 1), steps - 1)

    def _frames(self, pipe: Pipeline, guess: torch.Tensor) -> list[Any]:
        family = self._loaded.family
        latents = family.clean(pipe, guess, self._plan)
        first, shown = _first(pipe, self._plan), []
        for place in _places(first, latents.shape[2]):
            run = latents[:, :, max(first, place - LEAD_IN) : place + 1]
            shown.append(as_bytes(family.decoded(pipe, run)[0, :, -1:])[0])
        return shown


def _guess(pipe: Pipeline, before: torch.Tensor, after: torch.Tensor, step: int) -> torch.Tensor:
    sigmas = pipe.scheduler.sigmas
    # A film that is drawn again begins later: its steps are the last ones of the schedule.
    first = len(sigmas) - 1 - int(pipe.num_timesteps)
    sigma, following = (float(sigmas[first + step + late]) for late in (0, 1))
    return after - following * (after - before) / (following - sigma)


def _first(pipe: Pipeline, plan: Plan) -> int:
    """Where each place has a noise level of its own, the picture that a film begins with comes into
    the latents after the last step; until then their first place holds what nobody will see."""
    apart = bool(pipe.config.get("expand_timesteps"))
    return int(apart and plan.way is Way.FIRST_FRAME)


def _places(first: int, frames: int) -> list[int]:
    rest = frames - 1 - first
    return sorted({first + round(share * rest / (PLACES - 1)) for share in range(PLACES)})


def callback(looking: Looking | None) -> dict[str, Callable[..., object]]:
    return {} if looking is None else {"callback_on_step_end": looking.after_step}
