"""One render worker, a real process, and what else its jobs need."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from generation import limits
from generation.engines import registry
from generation.engines.configured import VARIABLE, configured_engines
from generation.models import Attempt, Job
from generation.quota import quota_refusal
from generation.states import JobState
from generation.work.sweeping import take_back_lapsed
from tests.generation.aftermath import is_in, lease_runs_out
from tests.generation.crew import eventually
from tests.generation.faults import tripwire
from tests.generation.faults.forging import Forged
from tests.generation.faults.models import engines_file

RENDER = "render"
Engines = Mapping[str, tuple[str, Path]]


class Renderer:
    """At most one process. `home`: its log, its wire, its media; of a module's tests."""

    def __init__(self, home: Path) -> None:
        self.media, self.scratch, self.wire = home / "media", home / "scratch", home / "wire"
        self.log = home / "render.log"
        self._process: Forged | None = None
        tripwire.mend(self.wire)

    def works(self) -> None:
        """From here on."""
        if self._process is None:
            self._process = Forged(RENDER, log=self.log, beside=[tripwire.__name__])

    def ends(self) -> None:
        """By SIGKILL, wherever it is; nothing happens where there is none."""
        if self._process is not None:
            self._process.kill()
        self._process = None

    def dies(self, place: str) -> None:
        """Waits until it has, there; the wire is mended."""
        process = self._process
        assert process is not None
        eventually(process.has_ended)
        assert tripwire.tripped(self.wire) == place
        self.ends()
        tripwire.mend(self.wire)


@contextmanager
def renderer_with(home: Path, engines: Engines) -> Iterator[Renderer]:
    """It and this process know these engines, and keep media below `home`."""
    home.mkdir(parents=True, exist_ok=True)
    renderer = Renderer(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(engines_file(home / "engines.toml", engines)))
        patch.setenv(tripwire.WIRE, str(renderer.wire))
        patch.setenv("SCRATCH_DIR", str(renderer.scratch))
        patch.setenv("OMP_NUM_THREADS", "1")  # threads that wait for each other take the core
        patch.setattr(settings, "MEDIA_DIR", renderer.media)
        patch.setattr(settings, "SCRATCH_DIR", renderer.scratch)
        patch.setattr(registry, "_ENGINES", {**registry._ENGINES, **configured_engines()})
        try:
            yield renderer
        finally:
            renderer.ends()


def emptied(renderer: Renderer) -> None:
    shutil.rmtree(renderer.media, ignore_errors=True)
    shutil.rmtree(renderer.scratch, ignore_errors=True)


def taken_back(job: Job) -> None:
    """As the clock does it once the lease of its worker ran out."""
    lease_runs_out(job)
    assert take_back_lapsed() == 1


def rendered(*jobs: Job) -> None:
    for job in jobs:
        eventually(is_in(job, JobState.RENDERED))


def tries(job: Job) -> list[tuple[str, str]]:
    """Outcome and code of each try to draw it, in order."""
    made = Attempt.objects.filter(job=job, stage=RENDER).order_by("number")
    return list(made.values_list("outcome", "error_code"))


def counted(person: Any) -> int:
    """How many jobs of today count against a person's quota."""
    return next(n for n in range(10) if not _is_refused(person, a_day=n + 1))


def _is_refused(person: Any, *, a_day: int) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "JOBS_A_DAY", a_day)
        patch.setattr(limits, "LIVE_JOBS", 100)
        return quota_refusal(person) is not None


def until_done(deliver: Callable[[], int], job: Job) -> Job:
    """What the other queues do with a rendered job."""
    deliver()
    job.refresh_from_db()
    return job
