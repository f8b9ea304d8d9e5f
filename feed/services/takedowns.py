"""Taking down, and undoing exactly that (law 7)."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.reasons import stated
from audit.services import record
from feed import notices
from feed.models import Post
from feed.services.verdicts import job_of
from feed.states import PostState
from generation.services import files
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.states import advance

TAKE_DOWN = "feed.take_down_post"


def take_down(*, post: Post, by: User, why: str | None = None) -> Post:
    """Hide a published post from all but its author, and withdraw its files: no URL leads there.

    `why` is the code of staff's reason. Raises DomainError `permission_denied`, StaleState.
    """
    authorise(by, post)
    with transaction.atomic():
        current = locked(post)
        withdraw(current, actor=Actor.person(by.pk), reason=why or "taken down")
    return current


def withdraw(post: Post, *, actor: Actor, reason: str) -> None:
    """The same for those who need not ask; the caller holds the lock. Raises StaleState."""
    advance(
        post,
        to=PostState.TAKEN_DOWN,
        actor=actor,
        reason=reason,
        taken_down_at=timezone.now(),
        put_through_at=None,
    )
    files.withdraw(job_of(post))
    record("feed.post.taken_down", actor=actor, target=post.public_id, reason=reason)
    notices.tell_taken_down(post)


def reinstate(*, post: Post, by: User, why: str | None = None) -> Post:
    """Undo a takedown: the post as it was, its files under new addresses.

    Where its author deleted it meanwhile that stays so, and the draft has its files again, unless
    it was deleted too. What was made of it comes back in any case.
    `why` is the code of staff's reason. Raises DomainError `permission_denied`, StaleState.
    """
    authorise(by, post)
    actor = Actor.person(by.pk)
    with transaction.atomic():
        current = locked(post)
        if current.taken_down_at is None:
            raise StaleState
        if current.state == PostState.DELETED:
            current.taken_down_at = None
            current.save(update_fields=["taken_down_at"])
        else:
            reason = why or "reinstated"
            advance(current, to=PostState.PUBLISHED, actor=actor, reason=reason, taken_down_at=None)
        if current.draft is not None:
            files.restore(current.draft.job)
        record("feed.post.reinstated", actor=actor, target=current.public_id, **stated(why))
        if current.state == PostState.PUBLISHED:
            notices.tell_reinstated(current)
    return current


def locked(post: Post) -> Post:
    """The row as it is now, held until the transaction ends."""
    rows = Post.objects.select_for_update(of=("self",)).select_related("author", "draft__job")
    return rows.get(pk=post.pk)


def authorise(by: User, post: Post) -> None:
    """Raises DomainError `permission_denied`."""
    if not by.has_perm(TAKE_DOWN):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not take down posts.")
    # Nobody judges their own.
    if post.author_id == by.pk:
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not decide about your own.")
