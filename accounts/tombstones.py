"""Who left must not come back with a copy of the database."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from accounts.services.closing import close_account, restore_account
from accounts.services.deletion import delete_account
from audit.tombstones.leaving import Grave, register
from lib.actors import Actor
from lib.errors import DomainError, StaleState

REPLAY = Actor.system("tombstones")


def register_all() -> None:
    """Called once, when the app is ready."""
    register("person", erase_again)
    register("closing", close_again)
    register("return", open_again)


def erase_again(grave: Grave) -> None:
    """Whoever is not in the copy needs nothing."""
    person = _living(grave.subject)
    if person is not None:
        delete_account(person=person, actor=REPLAY)


def close_again(grave: Grave) -> None:
    """With the day that they were told."""
    person = _living(grave.subject)
    if person is not None and person.closed_at is None:
        at, due = grave.at, datetime.fromisoformat(grave.fact)
        close_account(person=person, actor=REPLAY, at=at, due=due)


def open_again(grave: Grave) -> None:
    """They came back before they were erased."""
    person = _living(grave.subject)
    if person is None:
        return
    try:
        restore_account(person=person, actor=REPLAY, at=grave.at)
    except (DomainError, StaleState):
        return  # it stands, or is shut out by what the copy knows: nothing is loosened


def _living(person_id: UUID) -> User | None:
    return User.objects.filter(pk=person_id, deleted_at=None).first()
