from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.services import record
from audit.tombstones.leaving import leave_tombstone
from cameos.capabilities.showing import note_unshown
from feed import notices
from feed.models import Like, Post
from feed.models.post_rules import SHOWN_ONCE
from feed.services.takedowns import locked
from feed.services.verdicts import job_of
from feed.states import PostState
from generation.models import Job
from generation.services import files
from generation.tasks import withdraw_if_lost
from lib.actors import Actor
from lib.errors import NotFound
from lib.idempotency.services import forget_about
from lib.outbox.services import enqueue
from lib.states import advance
from moderation.services.reviews import lapse


def delete_post(*, post: Post, by: User) -> None:
    """Its author puts it away for good: nobody sees it, and URLs handed out are dead.

    The draft stays, and can be published again unless the post was taken down: its files are
    withdrawn then. Where somebody in it took their consent back and left posts alone it goes too:
    it is a draft now. Raises NotFound.
    """
    if post.author_id != by.pk:
        raise NotFound
    with transaction.atomic():
        current = locked(post)
        if current.state == PostState.DELETED:
            raise NotFound
        put_away(current, actor=Actor.person(by.pk), reason="deleted by its author")


def put_away(current: Post, *, actor: Actor, reason: str) -> None:
    """URLs handed out are dead. The caller holds the lock on the row, which is not deleted."""
    if current.state == PostState.PUBLISHED:
        files.rekey(job_of(current))
    if current.state in SHOWN_ONCE:
        _unshow(job_of(current))
    bury(current, actor=actor, reason=reason)


def _unshow(job: Job) -> None:
    """Whether consent stands is asked after its COMMIT: of whoever takes it back meanwhile the
    worker may have found a post."""
    if note_unshown(job.pk):
        enqueue(withdraw_if_lost, job.pk)


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
    leave_tombstone("post", post.pk)
    record("feed.post.deleted", actor=actor, target=post.public_id)


def withdraw_likeness(post: Post, *, actor: Actor) -> None:
    """Somebody in it took their consent back: buried, no answer that was kept shows it, and its
    author is told. The caller holds the lock on the row. Raises StaleState."""
    forget_about(owner_id=post.author_id, ids=[post.public_id])
    bury(post, actor=actor, reason="consent was taken back")
    notices.tell_withdrawn(post)
