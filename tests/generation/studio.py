"""Making jobs in any state, engines that do as they are told, and workers that fall silent."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db.models.functions import Now

from generation.engines.base import (
    Cancelled,
    Capabilities,
    EngineError,
    Progress,
    RenderCancelled,
    RenderRequest,
    RenderResult,
    SpokenLine,
)
from generation.engines.registry import capabilities_of
from generation.models import Job
from generation.services.submit import submit
from generation.stages import Stage
from generation.work.claiming import claim
from generation.work.lease import Lease

WISH: dict[str, Any] = {"prompt": "a red ball by the sea", "size": "720x1280", "seconds": 4}
LINE = SpokenLine("hello there", 0.5, 1.5, "en")

Step = float | Exception | Callable[[], Any]


@dataclass
class Puppet:
    """An engine that goes through `steps`: a share to report, an error to raise, a call."""

    film: Path
    steps: Sequence[Step] = (0.0, 0.5, 1.0)
    renders: list[RenderRequest] = field(default_factory=list)

    @property
    def capabilities(self) -> Capabilities:
        return capabilities_of("sketch")

    def render(
        self, request: RenderRequest, *, into: Path, progress: Progress, cancelled: Cancelled
    ) -> RenderResult:
        self.renders.append(request)
        for step in self.steps:
            if isinstance(step, Exception):
                raise step
            if callable(step):
                step()
            else:
                progress(step)
            if cancelled():
                raise RenderCancelled
        shutil.copyfile(self.film, into)
        return RenderResult(into, (LINE,), script_is_exact=True, record={"engine": "puppet"})


def passing_fault(code: str = "gpu_fell_over") -> EngineError:
    return EngineError(code, permanent=False)


def lasting_fault(code: str = "cannot_draw_that") -> EngineError:
    return EngineError(code, permanent=True)


def submitted(owner: Any, **wish: Any) -> Job:
    return submit(owner=owner, **{**WISH, **wish})


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
    assert Job.objects.filter(pk=job.pk).update(resend_at=Now() - timedelta(seconds=1)) == 1
