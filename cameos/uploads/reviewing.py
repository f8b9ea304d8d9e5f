"""A person decides about a picture that nobody could judge."""

from uuid import UUID

from django.db import transaction

from audit.services import record
from cameos import tasks
from cameos.models import ReferenceImage
from cameos.uploads.ending import locked, refuse
from cameos.uploads.settling import make_ready
from cameos.uploads.states import Problem, ReferenceState
from lib.actors import Actor
from lib.ids import IdKind
from lib.outbox.services import enqueue
from lib.selecting import with_public_id
from moderation.events import ReviewDecided
from moderation.models import Outcome, Review
from moderation.subjects import Card

STAFF = Actor.system("reviews")


def describe(subject: str) -> Card | None:
    """What was looked at, unless nobody may see it."""
    row = with_public_id(ReferenceImage.objects.all(), subject)
    if row is None or row.ended_at is not None:
        return None
    return Card(picture=None if row.hidden else row.kept_key or None)


def hear(event: ReviewDecided) -> None:
    """By a worker: here the review is locked already."""
    if event.subject.startswith(f"{IdKind.REFERENCE_IMAGE.value}_"):
        enqueue(tasks.obey_reference_review, event.review_id)


def obey(review_id: UUID) -> None:
    """What was decided comes true. Safe to do again; of what is gone nothing is left to do."""
    review = Review.objects.get(pk=review_id)
    row = with_public_id(ReferenceImage.objects.all(), review.subject)
    if row is None or row.state != ReferenceState.HELD or not review.outcome:
        return
    for_all = review.outcome == Outcome.FINE_FOR_ALL
    for_adults = review.outcome == Outcome.FINE_FOR_ADULTS
    if for_all or (for_adults and row.owner.is_adult):
        _accept(row)
    else:
        refuse(picture=row, problems=[Problem.NOT_CONFIRMED], actor=STAFF)


def _accept(picture: ReferenceImage) -> None:
    with transaction.atomic():
        row = locked(picture)
        make_ready(row, actor=STAFF, reason="found fine")
        record("cameos.reference.approved", actor=STAFF, target=row.public_id)
