"""Everything of one person at once."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from audit.services import record
from feed.models import Like, Post
from feed.services.deletion import bury
from feed.services.takedowns import locked
from feed.states import PostState
from lib.actors import Actor
from lib.ids import IdKind, encode

SYSTEM = Actor.system("accounts")


def erase(person_id: UUID) -> None:
    """Posts are deleted, captions erased, likes removed. Safe to do again.

    Nobody sees them any more since the account is a tombstone, and a new one cannot come: whoever
    publishes or likes holds the account's row.
    """
    if User.objects.filter(pk=person_id, deleted_at=None).exists():
        return
    for post in Post.objects.filter(author_id=person_id).exclude(state=PostState.DELETED):
        with transaction.atomic():
            current = locked(post)
            if current.state != PostState.DELETED:
                bury(current, actor=SYSTEM, reason="the account was deleted")
    with transaction.atomic():
        Like.objects.filter(person_id=person_id).delete()
        record("feed.person.erased", actor=SYSTEM, target=encode(IdKind.USER, person_id))
