"""The same call without this house: what the engine's own part of a job is measured against.

    settings = settings_of(table)          # generation.engines.diffusers.choices
    bare = bare_seconds(settings, request)
    job = engine_seconds(settings, request, into)

`bare_seconds` ends with the decoded pictures and the sound, as a script of diffusers' pages would;
`engine_seconds` with the film: scaled, brought to its rate, encoded, with its record. Both call one
model that is loaded as the settings say, so what differs is what stands around the call. The first
call of either in a process loads the model and is not to be counted.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from generation.engines.base import RenderRequest
from generation.engines.diffusers.capabilities import capabilities_of
from generation.engines.diffusers.engine import DiffusersEngine
from generation.engines.diffusers.loading.variants import pipeline_for
from generation.engines.diffusers.loading.warm import warm
from generation.engines.diffusers.making.arguments import arguments_of
from generation.engines.diffusers.plan import plan_of
from generation.engines.diffusers.settings import Settings


@dataclass(frozen=True, slots=True)
class Job:
    """Seconds until the device was free for the next, and until the film was there."""

    freed: float
    film: float
    calls: int  # of the transformer


def bare_seconds(settings: Settings, request: RenderRequest) -> float:
    """Raises ValueError for a request that the model has no way to start from."""
    plan = plan_of(request, settings)
    if plan is None:
        raise ValueError("this model cannot start from that")
    loaded = warm(settings)
    pipe = pipeline_for(loaded, plan.way)
    start = time.perf_counter()
    pipe(**(arguments_of(loaded, pipe, plan) | {"output_type": "np"}))
    return time.perf_counter() - start


def engine_seconds(settings: Settings, request: RenderRequest, into: Path) -> Job:
    engine = DiffusersEngine(settings, capabilities_of("measured", settings))
    freed: list[float] = []
    start = time.perf_counter()
    made = engine.render(
        request, into=into, progress=lambda _: None, cancelled=lambda: False,
        freed=lambda: freed.append(time.perf_counter() - start),
    )  # fmt: skip
    film = time.perf_counter() - start
    return Job(freed[0], film, int(made.record["transformer_calls"]))
