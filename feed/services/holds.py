"""What a decision of enforcement says of a post, and what ends with it: one row for each cause."""

from uuid import UUID

from django.db import transaction

from audit.services import record
from feed.models import Post, PostHold, PostHoldKind
from feed.services.takedowns import BY_DECISION, come_back, hide, locked
from feed.states import PostState
from generation.services import files
from lib.actors import Actor
from lib.sanctions import lift, put


def hold_post(
    *,
    post_id: UUID,
    kind: PostHoldKind,
    cause: str,
    actor: Actor,
    label: str = "",
    told: bool = True,
) -> bool:
    """From now on, until the same cause lifts it. Removed, its files are withdrawn, also where its
    author put the post away and has the draft. `told`: whether its author hears of it; of child
    safety they do not. Hidden, its author has it still, and its files get new addresses: those that
    were handed out are dead. False where nothing is left of it."""
    with transaction.atomic():
        post = _shown_once(post_id)
        if post is None:
            return False
        if put(PostHold, cause=cause, post=post, kind=kind, label=label):
            if kind == PostHoldKind.REMOVED:
                hide(post, actor=actor, reason=BY_DECISION[0], told=told)
            if kind == PostHoldKind.HIDDEN and post.draft is not None:
                files.rekey(post.draft.job)
            _record("feed.post.sanctioned", post, kind, actor, told=told)
    return True


def lift_post(
    *,
    post_id: UUID,
    kind: PostHoldKind,
    cause: str,
    actor: Actor,
    label: str = "",
    told: bool = True,
) -> None:
    """What this cause said holds no more, unless another says it too: a post that nothing removes
    is where it was, feed and search included. Safe to do again."""
    with transaction.atomic():
        post = Post.objects.filter(pk=post_id).first()
        if post is None:
            return
        post = locked(post)
        if lift(PostHold, cause=cause, post=post, kind=kind, label=label):
            if kind == PostHoldKind.REMOVED:
                come_back(post, actor=actor, reason=BY_DECISION[1], told=told)
            _record("feed.post.sanction_ended", post, kind, actor, told=told)


def _record(action: str, post: Post, kind: PostHoldKind, actor: Actor, *, told: bool) -> None:
    """Rows about a post are its author's to read: of what is hidden until somebody decided they
    hear from whoever hid it, or, in matters of child safety, nothing."""
    if kind != PostHoldKind.HIDDEN:
        record(action, actor=actor, target=post.public_id, kind=kind.value, sealed=not told)


def _shown_once(post_id: UUID) -> Post | None:
    """One that others saw, and of which there is still something to hide."""
    found = Post.objects.filter(pk=post_id, published_at__isnull=False).first()
    if found is None:
        return None
    post = locked(found)
    gone = post.state == PostState.DELETED
    return None if gone and (post.draft is None or post.draft.deleted_at) else post
