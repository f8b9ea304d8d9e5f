"""What staff may do here about a post that is withheld: show it to adults."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.reasons import stated
from audit.services import record
from feed import notices
from feed.models import Post, PostRating
from feed.services.takedowns import authorise, locked
from feed.services.verdicts import rated, rating_of
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from moderation.services.rating import Rating


def put_through(*, post: Post, by: User, why: str | None = None) -> Post:
    """Show a withheld post to adults: who decides has looked at it, and answers for it.

    It stands against what is lacking, never against a verdict, and ends with a takedown. `why` is
    the code of staff's reason. Raises DomainError `permission_denied`, `minor_policy`, StaleState.
    """
    authorise(by, post)
    with transaction.atomic():
        current = locked(post)
        if not current.is_withheld:
            raise StaleState("Only a withheld post can be put through.")
        rating = rating_of(current)
        if refusal := put_through_refusal(current, rating):
            raise refusal
        kept = rated(rating) | {"rating": PostRating.ADULTS, "put_through_at": timezone.now()}
        Post.objects.filter(pk=current.pk).update(**kept)
        for name, value in kept.items():
            setattr(current, name, value)
        actor = Actor.person(by.pk)
        record("feed.post.put_through", actor=actor, target=current.public_id, **stated(why))
        notices.tell_published(current)
    return current


def put_through_refusal(post: Post, rating: Rating) -> DomainError | None:
    """Why nobody may put this post through now, or None."""
    # It has its answer: what follows from that comes by itself with the next rating.
    if not rating.lacks:
        return StaleState("It lacks nothing any more, and is rated anew.")
    # Nobody vouches alone for what nobody could look at (law 1).
    if rating.unscanned or rating.children_unseen:
        return DomainError(
            ErrorCode.PERMISSION_DENIED,
            "Nobody could say that this is no matter of child safety: it waits, or is taken down.",
        )
    # What is for adults is shown to nobody where its author is under 18.
    if not post.author.is_adult:
        return DomainError(
            ErrorCode.MINOR_POLICY, "Its author is under 18: it waits, or is taken down."
        )
    return None
