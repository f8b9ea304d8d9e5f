"""Rating again what another policy rated (F2). Until then its author alone sees it."""

from typing import Any
from uuid import UUID

import structlog
from django.db.models import Q

from audit.services import record
from feed import notices, tasks
from feed.eligibility import rating_refusal
from feed.models import Post, PostRating
from feed.services.exposure import stands_by_a_person
from feed.services.takedowns import withdraw
from feed.services.verdicts import rated, rating_of
from feed.states import UNPROVEN
from lib.actors import Actor
from lib.outbox.services import enqueue
from lib.repairs import repair_each
from moderation.policy import in_force
from moderation.services.rating import Rating

log = structlog.get_logger(__name__)

RATER = Actor.system("rater")
BATCH = 200  # ours: some seconds of work, so that a killed worker repeats little


def rerate(after: UUID | None = None, *, withheld: bool = False) -> int:
    """Rate a batch of what is stale, the newest first, each post in a transaction of its own, and
    ask for the batch after it. What fails stays stale. Returns how many were rated.

    `withheld`: what was withheld for want of an answer, and nothing else; it stays stale as long
    as the answer is wanting, so it is asked about far less often.
    """
    in_force.forget()  # a worker that asked a second ago would find nothing stale
    unproven = Q(policy_version=UNPROVEN)
    stale = Post.objects.stale().filter(unproven if withheld else ~unproven)
    ordered = stale.filter(_beyond(after)).order_by("-published_at", "pk")
    keys = list(ordered.values_list("pk", flat=True)[:BATCH])
    if not keys:
        return 0
    batch = stale.filter(pk__in=keys).select_related("author", "draft__job")
    done = repair_each(batch, _rate, by="-published_at")
    log.info("posts_rerated", done=done, of=len(keys), left=stale.count())
    if len(keys) == BATCH:
        following = tasks.rate_withheld_after if withheld else tasks.rerate_posts_after
        enqueue(following, keys[-1])
    return done


def apply(post: Post, rating: Rating, *, actor: Actor, reason: str) -> None:
    """Show it to those alone whom `rating` allows; what it allows to nobody is taken down, which
    staff can undo as any takedown. What merely lacks an answer is withheld until it has one; what
    nobody ever scanned lacks no answer: it has no business there.

    The caller holds the lock on the row.
    """
    stands = rating.lacks and stands_by_a_person(post, rating)
    if rating.lacks and not rating.unscanned and not stands:
        withhold(post, actor=actor)
        return
    before, was_withheld = post.rating, post.is_withheld
    unfit = None if stands else rating_refusal(rating, author=post.author)
    for_adults = {"rating": PostRating.ADULTS} if unfit or stands else {}
    kept: dict[str, Any] = rated(rating) | for_adults
    Post.objects.filter(pk=post.pk).update(**kept)
    for name, value in kept.items():
        setattr(post, name, value)
    if post.rating != before:
        record("feed.post.rated", actor=actor, target=post.public_id, rating=post.rating)
    if unfit:
        withdraw(post, actor=actor, reason=reason)
    elif was_withheld:
        notices.tell_published(post)
    elif before == PostRating.EVERYONE and post.rating == PostRating.ADULTS:
        notices.tell_limited(post)


def withhold(post: Post, *, actor: Actor) -> None:
    """Shown to nobody but its author, with its files where they are, and rated again with whatever
    else is stale: nobody has found anything against it. The caller holds the lock on the row."""
    if post.is_withheld:
        return
    Post.objects.filter(pk=post.pk).update(policy_version=UNPROVEN)
    post.policy_version = UNPROVEN
    record("feed.post.withheld", actor=actor, target=post.public_id)
    notices.tell_withheld(post)


def _rate(post: Post) -> None:
    apply(post, rating_of(post), actor=RATER, reason="policy")


def _beyond(after: UUID | None) -> Q:
    """Those that come after this post, wherever it is now."""
    if after is None:
        return Q()
    last = Post.objects.filter(pk=after).values_list("published_at", flat=True).first()
    if last is None:
        return Q()
    return Q(published_at__lt=last) | Q(published_at=last, pk__gt=after)
