"""Whether a post shows itself to anybody to whom its scans do not."""

from django.conf import settings

from cameos.reading import hidden
from feed.models import Post, PostRating, PostTransition, Violation
from feed.models.posts import FILM
from feed.services.takedowns import BY_DECISION
from feed.states import PostState
from lib.ids import IdKind
from moderation.services.rating import Rating


def violation(post: Post, rating: Rating) -> Violation | None:
    """What a published row of the policy in force claims beyond `rating`, the worst first; the
    readers' side of it stands in feed.models.posts."""
    to_all = post.rating == PostRating.EVERYONE
    # What an adult made for adults becomes nobody's once they turn out to be under 18.
    shown = (to_all or post.author.is_adult) and _stamp_counts(post)
    if shown and rating.unscanned:
        return Violation.UNSCANNED
    if shown and not rating.fits_adults:
        return Violation.FITS_NOBODY
    if shown and to_all and not rating.fits_under_18:
        return Violation.NOT_UNDER_18
    if rating.depicts_minor and not post.depicts_minor:
        return Violation.MINOR_DENIED
    if post.screened_as == "production" != rating.profile:
        return Violation.WRONG_STAMP
    return None


def consent_ended(post: Post) -> bool:
    """Whether somebody in its film took their consent back."""
    return Post.objects.filter(hidden(FILM), pk=post.pk).exists()


def stands_by_a_person(post: Post, rating: Rating) -> bool:
    """Whether staff put it back after a takedown, or put it through for all that it lacks; for
    adults alone: their word stands above the policy's there, never in front of people under 18,
    nor for what was never scanned, nor where nobody could say that it is no matter of child safety.
    """
    if post.rating != PostRating.ADULTS or rating.unscanned:
        return False
    if rating.lacks and rating.children_unseen:
        return False
    return (rating.lacks and post.put_through_at is not None) or _was_reinstated(post)


def _was_reinstated(post: Post) -> bool:
    steps = PostTransition.objects.filter(subject_id=post.pk).exclude(reason__in=BY_DECISION)
    last = steps.order_by("-pk").first()
    return (
        last is not None
        and (last.from_state, last.to_state) == (PostState.TAKEN_DOWN, PostState.PUBLISHED)
        and last.actor.startswith(f"{IdKind.USER.value}_")
    )


def _stamp_counts(post: Post) -> bool:
    return post.screened_as == "production" or not settings.PRODUCTION
