"""Videos that nobody can draw: no worker takes them or gets to them, so the clock ends them."""

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from generation.engines.base import MACHINE_FAULTS
from generation.engines.registry import engine_names
from generation.failures import FailureCode
from generation.limits import FORGOTTEN_AFTER, FULL_FOR
from generation.models import Attempt, Job, Outcome
from generation.services.endings import end_failed
from generation.services.turns import drawn_by
from generation.stages import Stage
from generation.states import JobState
from generation.stopping import halted
from generation.tools import EDITING
from generation.work.claiming import SWEEPER
from lib.repairs import repair_each


def end_forgotten() -> int:
    """Of engines that stand in no file here, and that nobody in the whole fleet drew with for as
    long as these wait. Returns how many."""
    since = Now() - FORGOTTEN_AFTER
    lately = Attempt.objects.filter(
        job__engine=OuterRef("engine"), stage=Stage.RENDER, started_at__gt=since
    )
    lost = Job.objects.filter(
        ~drawn_by(engine_names()), ~halted(), ~Exists(lately),
        state=JobState.QUEUED, waiting_since__lt=since,
    )  # fmt: skip
    return repair_each(lost, _end, by="waiting_since")


def end_undrawable() -> int:
    """Of engines that no machine could draw with for as long as these wait, though machines tried:
    where many wait, most of them are never tried themselves. Returns how many."""
    since = Now() - FULL_FOR
    tried = Attempt.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=since), job__engine=OuterRef("engine"), stage=Stage.RENDER
    )
    in_vain = Q(outcome=Outcome.RELEASED, error_code__in=MACHINE_FAULTS)
    stopped = Q(outcome=Outcome.RELEASED, error_code="")  # by whoever stopped the worker
    lost = Job.objects.filter(
        ~halted(), Exists(tried.filter(in_vain)), ~Exists(tried.exclude(in_vain | stopped)),
        state=JobState.QUEUED, waiting_since__lt=since,
    ).exclude(tool__in=sorted(EDITING))  # fmt: skip
    return repair_each(lost, _end_in_vain, by="waiting_since")


def _end(job: Job) -> None:
    end_failed(job, code=FailureCode.INTERNAL, actor=SWEEPER, reason="nobody knows its engine")


def _end_in_vain(job: Job) -> None:
    end_failed(job, code=FailureCode.INTERNAL, actor=SWEEPER, reason="no machine can draw it")
