"""Display names that passed the policy and look like somebody else's: staff say who may (A16)."""

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import ProfileText, ProfileTextState, Right, User
from accounts.services.profile_texts import refuse, show
from accounts.services.standing import standing_refusal
from audit.services import record
from lib.actors import Actor
from lib.errors import StaleState


def held_names() -> QuerySet[ProfileText]:
    """What waits for staff, oldest first; after a week it is refused by itself."""
    waiting = ProfileText.objects.filter(state=ProfileTextState.WAITING, held_at__isnull=False)
    return waiting.select_related("person").order_by("held_at")


def decide_name(*, person: User, actor: User, shown: bool) -> None:
    """Show the name that waits, or refuse it. Raises DomainError; StaleState where none waits."""
    by = Actor.person(actor.pk)
    with transaction.atomic():
        held = User.objects.select_for_update().get(pk=person.pk)
        decider = User.objects.get(pk=actor.pk)
        if refusal := standing_refusal(actor=decider, person=held, right=Right.TAKE_NAMES):
            raise refusal
        row = held_names().filter(person=held).first()
        if row is None:
            raise StaleState
        if shown:
            show(held, row, actor=by, reason="theirs")
        else:
            refuse(row, actor=by, reason="somebody else's")
        record("accounts.alike_name.decided", actor=by, target=held.public_id, shown=shown)
