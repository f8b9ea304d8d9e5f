"""A person decides about a character: whether it stands, and whether others may use it."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit.services import record
from cameos import tasks
from cameos.characters.ending import refuse
from cameos.characters.states import CharacterState, Problem
from cameos.models import Cameo, Character
from lib.actors import Actor
from lib.ids import IdKind
from lib.outbox.services import enqueue
from lib.selecting import with_public_id
from lib.states import advance
from moderation.events import ReviewDecided
from moderation.models import Outcome, Review
from moderation.subjects import Card

STAFF = Actor.system("reviews")


def describe(subject: str) -> Card | None:
    """Its name and what was looked at."""
    row = with_public_id(Character.objects.all(), subject)
    if row is None or row.name is None:
        return None
    return Card(words=[("Name of a character", row.name)], picture=row.sheet_key or None)


def hear(event: ReviewDecided) -> None:
    """By a worker: here the review is locked already."""
    if event.subject.startswith(f"{IdKind.CAMEO.value}_"):
        enqueue(tasks.obey_character_review, event.review_id)


def obey(review_id: UUID) -> None:
    """What was decided comes true. Safe to do again; of what is gone nothing is left to do."""
    review = Review.objects.get(pk=review_id)
    row = with_public_id(Character.objects.all(), review.subject)
    if row is None or row.state in row.state_graph.terminal or not review.outcome:
        return
    if review.outcome == Outcome.REFUSED:
        refuse(character=row, problems=[Problem.NOT_CONFIRMED], actor=STAFF)
    else:
        _accept(row.pk, for_others=review.outcome == Outcome.FINE_FOR_ALL)


def _accept(character_id: UUID, *, for_others: bool) -> None:
    """What is fine for adults alone stays its owner's: others may be of any age."""
    with transaction.atomic():
        cameo = Cameo.objects.select_for_update(no_key=True).get(pk=character_id)
        row = Character.objects.select_for_update(no_key=True).get(pk=character_id)
        if for_others:
            Character.objects.filter(pk=row.pk).update(approved_at=timezone.now())
        if for_others and row.state == CharacterState.READY:
            Cameo.objects.filter(pk=cameo.pk).update(usable_by_owner_only=False)
        if row.state == CharacterState.HELD:
            advance(row, to=CharacterState.PENDING, actor=STAFF, reason="found fine")
            enqueue(tasks.keep_character, row.pk)
        record("cameos.character.approved", actor=STAFF, target=row.public_id, others=for_others)
        enqueue(tasks.tidy_character, row.pk)
