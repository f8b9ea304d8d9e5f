"""Questions to people: asked, decided, or overtaken by time."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.reasons import stated
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.events import publish
from lib.ids import IdKind
from lib.states import advance, record_initial
from lib.texts import TextSubmitted
from moderation.events import ReviewDecided
from moderation.models import Cause, Outcome, Review, ReviewState
from moderation.services.child_safety import is_matter_of_child_safety

DECIDE = "moderation.decide_review"
STATEMENT_CHARACTERS = 1_000


def open_review(
    *,
    subject: str,
    person_id: UUID,
    stage: str,
    category: str,
    cause: Cause,
    actor: Actor,
    statement: str | None = None,
) -> Review:
    """Ask a person. An open review of the same thing is that review.

    Raises DomainError `already_contested` for a second contest, whatever became of the first.
    """
    with transaction.atomic():
        open_one = Review.objects.filter(subject=subject, state=ReviewState.OPEN).first()
        if open_one is not None and cause != Cause.CONTESTED:
            return open_one
        if open_one is not None and open_one.cause != Cause.CONTESTED:
            lapse(subject, actor=actor)  # its maker's question goes before ours
        try:
            with transaction.atomic():
                review = Review.objects.create(
                    subject=subject,
                    person_id=person_id,
                    stage=stage,
                    category=category,
                    cause=cause,
                    statement=statement,
                )
        except IntegrityError:
            raise DomainError(
                ErrorCode.ALREADY_CONTESTED, _("This was contested before.")
            ) from None
        record_initial(review, actor=actor, reason=cause)
        record(
            "moderation.review.opened",
            actor=actor,
            target=subject,
            review=review.public_id,
            cause=cause,
        )
        if statement:
            publish(TextSubmitted(review.public_id))
    return review


def authorise(by: User, *, about: UUID) -> None:
    """Raises DomainError `permission_denied` for whoever may not decide about this person's
    refusals."""
    if not by.has_perm(DECIDE):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not decide about refusals.")
    # Nobody judges their own.
    if about == by.pk:
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not decide about your own.")


def decide(*, review: Review, by: User, outcome: Outcome, why: str | None = None) -> Review:
    """A person's decision; whoever owns the thing hears of it in the same transaction.

    `why` is the code of staff's reason. One person finds no film fine in a matter of child safety.
    Raises DomainError `permission_denied`, StaleState.
    """
    authorise(by, about=review.person_id)
    if outcome != Outcome.REFUSED and is_matter_of_child_safety(review.subject, stage=review.stage):
        raise DomainError(
            ErrorCode.PERMISSION_DENIED,
            "This is a matter of child safety, or nobody could say that it is not. Nobody finds "
            "such a film fine alone: you can only refuse it.",
        )
    actor = Actor.person(by.pk)
    with transaction.atomic():
        advance(
            review,
            to=ReviewState.DECIDED,
            actor=actor,
            reason=outcome,
            outcome=outcome,
            decided_at=timezone.now(),
        )
        record(
            "moderation.review.decided",
            actor=actor,
            target=review.subject,
            review=review.public_id,
            outcome=outcome,
            **stated(why),
        )
        publish(ReviewDecided(review.pk, review.subject, outcome))
    return review


def open_subjects(kind: IdKind) -> list[str]:
    """The things of this kind about which a person has been asked and has not decided."""
    waiting = Review.objects.filter(state=ReviewState.OPEN, subject__startswith=f"{kind.value}_")
    return list(waiting.values_list("subject", flat=True))


def lapse(subject: str, *, actor: Actor) -> None:
    """Close what is open about a thing that is gone. Safe to do again."""
    with transaction.atomic():
        open_one = Review.objects.filter(subject=subject, state=ReviewState.OPEN).first()
        if open_one is not None:
            advance(open_one, to=ReviewState.LAPSED, actor=actor, reason="its subject is gone")
            record(
                "moderation.review.lapsed",
                actor=actor,
                target=subject,
                review=open_one.public_id,
            )
