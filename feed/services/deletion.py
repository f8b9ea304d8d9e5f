from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.services import record
from feed import notices
from feed.models import Like, Post
from feed.services.takedowns import locked
from feed.services.verdicts import job_of
from feed.states import PostState
from generation.services import files
from lib.actors import Actor
from lib.errors import NotFound
from lib.idempotency.services import forget_about
from lib.states import advance
from moderation.services.reviews import lapse


def delete_post(*, post: Post, by: User) -> None:
    """Its author puts it away for good: nobody sees it, and URLs handed out are dead.

    The draft stays, and can be published again unless the post was taken down: its files are
    withdrawn then. Raises NotFound.
    """
    if post.author_id != by.pk:
        raise NotFound
    with transaction.atomic():
        current = locked(post)
        if current.state == PostState.DELETED:
            raise NotFound
        if current.state == PostState.PUBLISHED:
            files.rekey(job_of(current))
        bury(current, actor=Actor.person(by.pk), reason="deleted by its author")


def bury(post: Post, *, actor: Actor, reason: str) -> None:
    """What remains is an id. The caller holds the lock on the row. Raises StaleState."""
    advance(
        post,
        to=PostState.DELETED,
        actor=actor,
        reason=reason,
        caption=None,
        rescan_at=None,
        deleted_at=timezone.now(),
    )
    Like.objects.filter(post=post).delete()
    lapse(post.public_id, actor=actor)
    record("feed.post.deleted", actor=actor, target=post.public_id)


def withdraw_likeness(post: Post, *, actor: Actor) -> None:
    """Somebody in it took their consent back: buried, no answer that was kept shows it, and its
    author is told. The caller holds the lock on the row. Raises StaleState."""
    forget_about(owner_id=post.author_id, ids=[post.public_id])
    bury(post, actor=actor, reason="consent was taken back")
    notices.tell_withdrawn(post)
