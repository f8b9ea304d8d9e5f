from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from generation.failures import FailureCode
from generation.holds import CONTEST_WITHIN
from generation.models import Job
from generation.services.verdicts import is_closed_to_reviewers
from generation.stages import Stage
from generation.states import JobState
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound
from moderation.models import Cause
from moderation.services.reviews import open_review


def contest(*, job: Job, by: User, statement: str = "") -> Job:
    """Ask a person to look at a refusal; once. Raises NotFound and DomainError with the refusal."""
    if job.owner_id != by.pk:
        raise NotFound
    actor = Actor.person(by.pk)
    with transaction.atomic():
        # Somebody who leaves at this moment leaves no words behind.
        person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if not person.stands:
            raise NotFound
        current = Job.objects.select_for_update().get(pk=job.pk)
        if refusal := contest_refusal(current):
            raise refusal
        open_review(
            subject=current.public_id,
            person_id=by.pk,
            stage=current.error_stage,
            category=current.refused_for,
            cause=Cause.CONTESTED,
            actor=actor,
            statement=statement or None,
        )
        current.contested_at = timezone.now()
        current.save(update_fields=["contested_at"])
        record("generation.job.contested", actor=actor, target=current.public_id)
    return current


def contest_refusal(job: Job) -> DomainError | None:
    """Why a job cannot be contested now, or None."""
    # One contest for one refusal, whatever became of it.
    if job.contested_at is not None:
        return DomainError(ErrorCode.ALREADY_CONTESTED, _("You have contested this before."))
    # Only what our rules refused; a fault of ours or the engine's is no decision.
    if job.state != JobState.REFUSED:
        return DomainError(ErrorCode.NOT_CONTESTABLE, _("There is no refusal to contest."))
    # What somebody keeps their likeness out of is theirs to say; no reviewer lends it for them,
    # nor can one say whose face it is: they are told of nobody who is enrolled.
    if job.error_code == FailureCode.NOT_FOR_THIS_PROMPT or job.error_stage == Stage.LIKENESS:
        return DomainError(ErrorCode.NOT_CONTESTABLE, _("This refusal cannot be contested here."))
    # Its bytes are not kept for ever.
    if job.finished_at is not None and timezone.now() > job.finished_at + CONTEST_WITHIN:
        return DomainError(ErrorCode.NOT_CONTESTABLE, _("The time to contest this is over."))
    # A film in which child safety blocks is no matter between their maker and one reviewer.
    if is_closed_to_reviewers(job):
        return DomainError(ErrorCode.NOT_CONTESTABLE, _("This refusal cannot be contested here."))
    return None
