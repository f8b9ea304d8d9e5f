"""Making jobs in any state, engines that do as they are told, and workers that fall silent."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from django.db.models.functions import Now
from numpy.typing import NDArray

from cameos.identity.verdicts import Identified, Verdict
from generation.engines.base import (
    Cancelled,
    Capabilities,
    EngineError,
    Freed,
    Look,
    Progress,
    RenderCancelled,
    RenderRequest,
    RenderResult,
    SpokenLine,
)
from generation.engines.registry import capabilities_of
from generation.models import Job
from generation.services.asking import ask_at_once
from generation.services.submit import submit
from generation.stages import Stage
from generation.work import finishing, identifying, inspecting, preparing, rendering, screening
from generation.work.attempting import attempt
from generation.work.claiming import claim
from generation.work.lease import Lease
from lib.media import stills
from moderation.answers import Answer, Coverage
from moderation.categories import Category, Surface
from moderation.detectors.base import Heard
from moderation.inspection import Inspection
from tests.drawn_once import drawn_once

WISH: dict[str, Any] = {"prompt": "a red ball by the sea", "size": "720x1280", "seconds": 4}
LINE = SpokenLine("hello there", 0.5, 1.5, "en")


def draw(job_id: UUID) -> bool:
    """A worker's try at drawing just this one, whoever's turn it is; False where it does not wait
    to be drawn."""
    lease = rendering._claimed(job_id)
    if lease is not None:
        attempt(lease, partial(rendering._make_master, freed=None))
    return lease is not None


WORK: dict[Stage, Callable[[UUID], object]] = {
    Stage.SCREEN: screening.screen,
    Stage.PREPARE: preparing.prepare,
    Stage.RENDER: draw,
    Stage.INSPECT: inspecting.inspect,
    Stage.LIKENESS: identifying.identify,
    Stage.FINISH: finishing.finish,
}
TO_CLEARED = (Stage.RENDER, Stage.INSPECT, Stage.LIKENESS)

POSTER, SPRITESHEET = drawn_once(stills.poster), drawn_once(stills.spritesheet)

Step = float | Exception | Callable[[], Any] | NDArray[np.uint8]


def never() -> None:
    """As what puts a ticket back."""
    raise AssertionError("the ticket was used")


@dataclass
class Puppet:
    """An engine that goes through `steps`: a share to report, an error to raise, a call, a frame
    to show."""

    film: Path
    steps: Sequence[Step] = (0.0, 0.5, 1.0)
    renders: list[RenderRequest] = field(default_factory=list)
    freed: Freed | None = None

    @property
    def capabilities(self) -> Capabilities:
        return capabilities_of("sketch")

    def render(
        self,
        request: RenderRequest,
        *,
        into: Path,
        progress: Progress,
        cancelled: Cancelled,
        look: Look | None = None,
        freed: Freed | None = None,
    ) -> RenderResult:
        self.renders.append(request)
        self.freed = freed
        for step in self.steps:
            if isinstance(step, Exception):
                raise step
            if isinstance(step, np.ndarray):
                if look is not None:
                    look([step, step])
            elif callable(step):
                step()
            else:
                progress(step)
            if cancelled():
                raise RenderCancelled
        shutil.copyfile(self.film, into)
        return RenderResult(into, (LINE,), script_is_exact=True, record={"engine": "puppet"})


def quick_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking, listening, marking and signing take seconds; tests of queues need none of them.

    What they really do is tested in their own rooms, and here in test_real_checks.py.
    """
    monkeypatch.setattr("generation.work.preparing.portraits_for", a_portrait)
    monkeypatch.setattr("generation.work.inspecting.inspect_film", seen_nothing)
    monkeypatch.setattr("generation.work.identifying.faces_in_film", lambda path: [])
    monkeypatch.setattr("generation.work.identifying.identify_film", subjects_alone)
    monkeypatch.setattr("generation.work.finishing.burn", copy_unmarked)
    monkeypatch.setattr("generation.work.finishing.seal", lambda path, *, statement: None)
    monkeypatch.setattr(stills, "poster", POSTER)
    monkeypatch.setattr(stills, "spritesheet", SPRITESHEET)


def seen_nothing(path: Path, **_: Any) -> Inspection:
    """An inspection that found nothing in frames and heard the script."""
    coverage = dict.fromkeys(Category, Coverage.ASSESSED)
    return Inspection(
        answers=[(Surface.FRAME, Answer("test", "1", coverage))],
        on_screen=[],
        heard=Heard((), complete=True, unexplained=(), detector="test", version="1"),
    )


def a_portrait(*_: Any, **__: Any) -> list[NDArray[np.uint8]]:
    """Nobody's face; recordings are opened in tests/cameos/references."""
    return [np.zeros((8, 8, 3), np.uint8)]


def subjects_alone(path: Path, **_: Any) -> Identified:
    """Faces of people who consented, and nobody else's."""
    return Identified(Verdict.EXPECTED, faces=1)


def copy_unmarked(master: Path, *, into: Path, **_: Any) -> None:
    """A finishing touch that changes nothing."""
    shutil.copyfile(master, into)


def passing_fault(code: str = "gpu_fell_over") -> EngineError:
    return EngineError(code, permanent=False)


def lasting_fault(code: str = "cannot_draw_that") -> EngineError:
    return EngineError(code, permanent=True)


def submitted(owner: Any, **wish: Any) -> Job:
    """A job whose words the screener found nothing in: it waits to be drawn."""
    asked = {**WISH, **wish}
    return submit(owner=owner, screened=ask_at_once(asked["prompt"]), **asked)


def worked(job: Job, *stages: Stage) -> Job:
    """The job after one worker's try at each of these stages."""
    for stage in stages:
        WORK[stage](job.pk)
    job.refresh_from_db()
    return job


def claimed(job: Job, stage: Stage = Stage.RENDER) -> Lease:
    lease = claim(job.pk, stage)
    assert lease is not None
    return lease


def fall_silent(job: Job) -> None:
    """The lease of the job's worker has run out, by the database's clock."""
    changed = Job.objects.filter(pk=job.pk, leased_until__isnull=False).update(
        leased_until=Now() - timedelta(seconds=1)
    )
    assert changed == 1


def lose_message(job: Job) -> None:
    """The message for a waiting job is overdue."""
    then = Now() - timedelta(seconds=1)
    rests = {"rests_until": then} if job.rests_until else {}
    assert Job.objects.filter(pk=job.pk).update(resend_at=then, **rests) == 1
