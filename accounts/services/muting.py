"""Muting: out of one's feeds and notifications, and nobody is told."""

from django.db import transaction

from accounts.models import Mute, User
from accounts.policies import not_oneself
from audit.services import record
from lib.actors import Actor


def mute(*, actor: User, person: User) -> Mute:
    """`actor` hears no more of `person`. Raises DomainError for oneself."""
    if actor.pk == person.pk:
        raise not_oneself()
    with transaction.atomic():
        row, is_new = Mute.objects.get_or_create(muter=actor, muted=person)
        if is_new:
            _note("accounts.mute.made", actor, person)
    return row


def unmute(*, actor: User, person: User) -> None:
    """`actor` hears of `person` again."""
    with transaction.atomic():
        if Mute.objects.filter(muter=actor, muted=person).delete()[0]:
            _note("accounts.mute.lifted", actor, person)


def _note(action: str, actor: User, person: User) -> None:
    """Not about `person`: rows about somebody may be shown to them."""
    by = Actor.person(actor.pk)
    record(action, actor=by, target=actor.public_id, muted=person.public_id)
