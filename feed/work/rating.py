"""Rating again what another policy rated (F2). Until then nobody under 18 sees it."""

from uuid import UUID

import structlog
from django.db import transaction

from audit.services import record
from feed import notices
from feed.eligibility import rating_refusal
from feed.limits import RERATE_BATCH
from feed.models import Post, PostRating
from feed.services.takedowns import withdraw
from feed.services.verdicts import rated, rating_of
from lib.actors import Actor

log = structlog.get_logger(__name__)

RATER = Actor.system("rater")


def rerate() -> int:
    """Rate a batch of stale posts, the newest first. Returns how many."""
    stale = Post.objects.stale().order_by("-published_at").values_list("pk", flat=True)
    return sum(_one(post_id) for post_id in list(stale[:RERATE_BATCH]))


def _one(post_id: UUID) -> bool:
    rows = Post.objects.stale().select_for_update(skip_locked=True, of=("self",))
    try:
        with transaction.atomic():
            post = rows.select_related("author", "draft__job").filter(pk=post_id).first()
            if post is not None:
                _rate(post)
    except Exception as error:  # noqa: BLE001 - it stays stale, so hidden; the others go on
        log.error("rating_failed", error=type(error).__name__)
        return False
    return post is not None


def _rate(post: Post) -> None:
    """What the new policy allows to nobody is taken down; staff can undo that as any takedown."""
    before, rating = post.rating, rating_of(post)
    unfit = rating_refusal(rating, author=post.author)
    kept = rated(rating) | ({"rating": PostRating.ADULTS} if unfit else {})
    Post.objects.filter(pk=post.pk).update(**kept)
    for name, value in kept.items():
        setattr(post, name, value)
    if post.rating != before:
        record("feed.post.rated", actor=RATER, target=post.public_id, rating=post.rating)
    if unfit:
        withdraw(post, actor=RATER, reason="policy")
    elif before == PostRating.EVERYONE and post.rating == PostRating.ADULTS:
        notices.tell_limited(post)
