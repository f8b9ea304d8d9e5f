"""What becomes of held jobs as time goes by, and of refused bytes."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from generation.failures import FailureCode
from generation.holds import PERSON_AFTER, QUARANTINED_FOR, REMOVED_AFTER, HoldReason
from generation.models import Asset, Job, OwedErasure, WhyErased
from generation.services import erasures
from generation.services.endings import end_failed
from generation.services.verdicts import ask_person, look_again
from generation.stages import Stage
from generation.states import JobState
from generation.work.evidence import STOPPED
from lib.actors import Actor
from lib.ids import IdKind, decode, encode
from lib.repairs import repair_each
from moderation.models import Cause
from moderation.services.bank_leaving import met_what_left
from moderation.services.child_safety import is_matter_of_child_safety
from moderation.services.reviews import open_subjects

KEEPER = Actor.system("keeper")


def sweep_holds() -> None:
    """Every repair, each on its own."""
    now = timezone.now()
    held = Job.objects.filter(state=JobState.HELD)
    repair_each(held.filter(held_since__lt=now - REMOVED_AFTER), _give_up, by="held_since")
    repair_each(held.filter(rescan_at__lt=Now()), _look_again, by="rescan_at")
    repair_each(held.filter(pk__in=_stopped_by_nothing()), _look_anew, by="held_since")
    unasked = held.filter(held_for=HoldReason.UNASSESSED, held_since__lt=now - PERSON_AFTER)
    repair_each(unasked.exclude(pk__in=_asked()), _ask, by="held_since")


def forget_refused() -> int:
    """What lay in quarantine for its time and is not disputed is owed its erasure. Returns of how
    many jobs."""
    has_bytes = Exists(Asset.objects.filter(job=OuterRef("pk")))
    owed = Exists(OwedErasure.objects.filter(job=OuterRef("pk"), why=WhyErased.STATED_END))
    due = at_their_stated_end().filter(has_bytes).exclude(owed)
    return repair_each(due, _forget, by="finished_at")


def at_their_stated_end() -> QuerySet[Job]:
    """Jobs whose files lay in quarantine for their time, but for what a person is asked about."""
    since = timezone.now() - QUARANTINED_FOR
    ended = Q(state__in=sorted({JobState.REFUSED, *STOPPED}), finished_at__lt=since)
    # Taken down, and then deleted by its maker: only then does anything end.
    left = Q(state=JobState.COMPLETED, draft__deleted_at__lt=since)
    return Job.objects.filter(ended | left).exclude(pk__in=_asked())


def _asked() -> list[UUID]:
    """Jobs about which a person has been asked and has not decided."""
    return [decode(IdKind.GENERATION, subject) for subject in open_subjects(IdKind.GENERATION)]


def _stopped_by_nothing() -> list[UUID]:
    """Films that wait for a person since they met bank entries which have left since."""
    waiting = Job.objects.filter(
        state=JobState.HELD, held_for=HoldReason.REVIEW, held_stage=Stage.INSPECT
    )
    subjects = [encode(IdKind.GENERATION, key) for key in waiting.values_list("pk", flat=True)]
    left = met_what_left(subjects, stage=Stage.INSPECT) if subjects else set()
    return [decode(IdKind.GENERATION, subject) for subject in left]


def _look_anew(job: Job) -> None:
    """Held again, with the same question, where something else stops it."""
    look_again(job, stage=Stage.INSPECT, actor=KEEPER, reason="what it met left its bank")


def _give_up(job: Job) -> None:
    """A week is over: removed, and the quota given back (law 1)."""
    code = FailureCode.INTERNAL if job.held_for == HoldReason.UNSEALED else FailureCode.NOT_ASSESSED
    end_failed(job, code=code, actor=KEEPER, reason="held for a week")


def _look_again(job: Job) -> None:
    look_again(job, stage=Stage(job.held_stage), actor=KEEPER, reason="looked at again")


def _ask(job: Job) -> None:
    # Nobody is shown it, so nobody can say: it waits for an answer, or for its week to be over.
    if is_matter_of_child_safety(job.public_id, stage=job.held_stage):
        return
    # Whose face it is, no reviewer can know: they are told of nobody who is enrolled.
    if job.held_stage == Stage.LIKENESS:
        return
    ask_person(job, cause=Cause.UNASSESSED, category="", actor=KEEPER)


def _forget(job: Job) -> None:
    """Only said here, where its row is locked: a store may take its time."""
    erasures.owe_erasure(job.pk, why=WhyErased.STATED_END)
