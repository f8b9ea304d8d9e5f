"""What a rule takes down by itself, and undoing exactly that (law 7); so with what staff took down
here before: by now they decide (enforcement), and what a decision holds stands in holds.py."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.reasons import stated
from audit.services import record
from feed import notices
from feed.models import Post, PostHold, PostHoldKind
from feed.models.post_rules import SHOWN_ONCE
from feed.states import PostState
from generation.models import Job
from generation.services import files
from generation.services.film_holds import is_withdrawn_by_us
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.sanctions import DESK, LIVE, lift, put
from lib.states import advance

REINSTATE = "feed.reinstate_post"
# Reasons in a post's history: a decision removed it, and the end of that.
BY_DECISION = ("decision", "decision_ended")
REMOVED = {"kind": PostHoldKind.REMOVED, "label": ""}


def withdraw(post: Post, *, actor: Actor, reason: str) -> None:
    """Hide a published post from all but its author, and withdraw its files: no URL leads there.

    The caller holds the lock. What a decision removed already stays where it is, for this cause
    too. Raises StaleState.
    """
    if post.state not in SHOWN_ONCE or not put(PostHold, cause=DESK, post=post, **REMOVED):
        raise StaleState
    hide(post, actor=actor, reason=reason)
    Post.objects.filter(pk=post.pk).update(put_through_at=None)
    post.put_through_at = None


def reinstate(*, post: Post, by: User, why: str | None = None) -> Post:
    """Undo a takedown: the post as it was, its files under new addresses, unless a decision of
    enforcement removed it too.

    Where its author deleted it meanwhile that stays so, and the draft has its files again, unless
    it was deleted too. What was made of it comes back in any case.
    `why` is the code of staff's reason. Raises DomainError `permission_denied`, StaleState.
    """
    authorise(by, post)
    actor = Actor.person(by.pk)
    with transaction.atomic():
        current = locked(post)
        if not lift(PostHold, cause=DESK, post=current, **REMOVED):
            raise StaleState
        come_back(current, actor=actor, reason=why or "reinstated", code=why)
    return current


def hide(post: Post, *, actor: Actor, reason: str, told: bool = True) -> None:
    """As its holds say, once there is one that removes it. The caller holds the lock. `told`:
    whether its author hears of it."""
    if post.state == PostState.PUBLISHED:
        now = timezone.now()
        advance(post, to=PostState.TAKEN_DOWN, actor=actor, reason=reason, taken_down_at=now)
        if told:
            notices.tell_taken_down(post)
    elif post.taken_down_at is None:
        post.taken_down_at = timezone.now()
        post.save(update_fields=["taken_down_at"])
    if post.draft is not None:
        files.withdraw(post.draft.job)
    record(
        "feed.post.taken_down", actor=actor, target=post.public_id, reason=reason, sealed=not told
    )


def come_back(
    post: Post, *, actor: Actor, reason: str, code: str | None = None, told: bool = True
) -> None:
    """As its holds say, once one is lifted that removed it; while another is there that is only
    recorded. The caller holds the lock. `code`: for the audit; `told`
    as in `hide`."""
    removing = PostHold.objects.filter(LIVE, kind=PostHoldKind.REMOVED)
    if removing.filter(post=post).exists():
        record("feed.post.still_down", actor=actor, target=post.public_id, sealed=not told)
        return
    if post.state == PostState.TAKEN_DOWN:
        advance(post, to=PostState.PUBLISHED, actor=actor, reason=reason, taken_down_at=None)
    else:
        post.taken_down_at = None
        post.save(update_fields=["taken_down_at"])
    # Its author may have put it away and shown the same film in another post.
    # The job is held before the posts of its film are read: see `lift_film`.
    job = post.draft.job if post.draft else None
    if job is not None and not is_withdrawn_by_us(job) and not is_removed(job):
        files.restore(job)
    facts = stated(code)
    record("feed.post.reinstated", actor=actor, target=post.public_id, sealed=not told, **facts)
    if told and post.state == PostState.PUBLISHED:
        notices.tell_reinstated(post)


def is_removed(job: Job) -> bool:
    """Whether a post of its film is held removed."""
    removing = PostHold.objects.filter(LIVE, kind=PostHoldKind.REMOVED)
    return removing.filter(post__draft__job=job).exists()


def locked(post: Post) -> Post:
    """The row as it is now, held until the transaction ends."""
    rows = Post.objects.select_for_update(of=("self",)).select_related("author", "draft__job")
    return rows.get(pk=post.pk)


def authorise(by: User, post: Post) -> None:
    """Raises DomainError `permission_denied`."""
    if not by.has_perm(REINSTATE):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not show posts again.")
    # Nobody judges their own.
    if post.author_id == by.pk:
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not decide about your own.")
