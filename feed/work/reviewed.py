"""Doing what a person decided about a caption."""

from uuid import UUID

from django.db import transaction

from feed.eligibility import rating_refusal
from feed.models import Post
from feed.services.publishing import wait
from feed.services.takedowns import locked
from feed.services.verdicts import rating_of, refuse, release
from feed.states import PostState
from generation.failures import FailureCode
from lib.actors import Actor
from lib.errors import ErrorCode
from lib.ids import IdKind, decode
from moderation.models import Outcome, Review, ReviewState

REVIEWER = Actor.system("review")


def obey(review_id: UUID) -> None:
    """Publish the post or refuse it; a late or doubled message does nothing."""
    review = Review.objects.filter(pk=review_id, state=ReviewState.DECIDED).first()
    if review is None:
        return
    post = Post.objects.filter(pk=decode(IdKind.POST, review.subject)).first()
    if post is None:
        return
    with transaction.atomic():
        current = locked(post)
        # Answered or deleted in the meantime: that stands.
        if current.state != PostState.SCREENING:
            return
        if review.outcome == Outcome.REFUSED:
            refuse(current, code=FailureCode.INPUT_MODERATION, actor=REVIEWER)
        else:
            _found_fine(current)


def _found_fine(post: Post) -> None:
    """One review is about one category: another may still stand against it."""
    refusal = rating_refusal(rating_of(post), author=post.author)
    if refusal is not None and refusal.code == ErrorCode.NOT_PUBLISHABLE:
        wait(post)
    else:
        release(post, actor=REVIEWER, reason="a person found it fine")
