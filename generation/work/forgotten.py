"""Videos whose engine an operator took away: no worker takes them, so the clock ends them."""

from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from generation.engines.registry import engine_names
from generation.failures import FailureCode
from generation.limits import FORGOTTEN_AFTER
from generation.models import Attempt, Job
from generation.services.endings import end_failed
from generation.services.turns import drawn_by
from generation.stages import Stage
from generation.states import JobState
from generation.stopping import halted
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


def _end(job: Job) -> None:
    end_failed(job, code=FailureCode.INTERNAL, actor=SWEEPER, reason="nobody knows its engine")
