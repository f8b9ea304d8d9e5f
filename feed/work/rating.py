"""Rating again what another policy rated (F2). Until then its author alone sees it."""

from audit.services import record
from feed import notices
from feed.eligibility import rating_refusal
from feed.models import Post, PostRating
from feed.services.takedowns import withdraw
from feed.services.verdicts import rated, rating_of
from lib.actors import Actor
from lib.repairs import repair_each

RATER = Actor.system("rater")


def rerate() -> int:
    """Rate whatever is stale, the newest first; what fails stays stale. Returns how many."""
    stale = Post.objects.stale().select_related("author", "draft__job")
    return repair_each(stale, _rate, by="-published_at")


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
