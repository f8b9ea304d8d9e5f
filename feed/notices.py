"""What a post tells its author's devices: ids, states and codes, never the caption.

The author's log stays locked until COMMIT: these come last in a transaction.
"""

from typing import Any

from feed.models import Post, PostRating
from inbox.services import notify


def tell_published(post: Post) -> None:
    """Others can see it; who of them, where that is not everyone (F3)."""
    _tell(post, "published")
    if post.rating == PostRating.ADULTS:
        tell_limited(post)


def tell_limited(post: Post) -> None:
    """For adults alone, and not in the public feed."""
    _tell(post, "limited")


def tell_withheld(post: Post) -> None:
    """Nobody else sees it until more of it is assessed."""
    _tell(post, "withheld")


def tell_refused(post: Post) -> None:
    """It is not published."""
    _tell(post, "refused", code=post.refused_as)


def tell_taken_down(post: Post) -> None:
    """Nobody else sees it any more."""
    _tell(post, "taken_down")


def tell_withdrawn(post: Post) -> None:
    """It is gone, by no rule of ours: somebody in it took their consent back."""
    _tell(post, "likeness_withdrawn")


def tell_reinstated(post: Post) -> None:
    """It is as it was before."""
    _tell(post, "reinstated")


def _tell(post: Post, what: str, **more: Any) -> None:
    notify(
        person_id=post.author_id,
        type=f"post.{what}",
        data={
            "post": post.public_id,
            "state": str(post.state),
            "rating": post.rating or None,
            **more,
        },
        about=post.pk,
    )
