"""The events that a post writes into its author's log."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from cameos.reading import unseen
from feed.models import Post, PostRating
from feed.models.posts import FILM
from feed.states import PostState
from generation.failures import FailureCode
from inbox.event_types import EventType, closed_object, typed_id
from inbox.hiding import About
from lib.ids import IdKind


def _data(**more: Any) -> dict[str, Any]:
    return closed_object(
        post=typed_id(IdKind.POST),
        state={"type": "string", "enum": list(PostState.values)},
        rating={"enum": [None, *PostRating.values]},
        **more,
    )


def _posts(viewer: User) -> QuerySet[Post]:
    """Whatever is not deleted, taken down too, but where somebody in its film withdrew."""
    return Post.objects.exclude(state=PostState.DELETED).exclude(unseen(FILM, viewer))


# Not that it was refused, taken down or withdrawn: that must be known.
ABOUT = About(
    frozenset({"post.published", "post.limited", "post.withheld", "post.reinstated"}), _posts
)
EVENT_TYPES = (
    EventType("post.published", _data(), "Others can see a post of yours."),
    EventType(
        "post.limited",
        _data(),
        "Limited reach: a post of yours is for adults, and not in the public feed.",
    ),
    EventType(
        "post.withheld",
        _data(),
        "Nobody else sees a post of yours until we have checked more of it; `post.published` or "
        "`post.taken_down` follows.",
    ),
    EventType(
        "post.refused",
        _data(code={"type": "string", "enum": list(FailureCode.values)}),
        "A post of yours was not published: its caption or its video is against our rules.",
    ),
    EventType(
        "post.likeness_withdrawn",
        _data(),
        "A post of yours is gone: somebody in its video took their consent back. Drop what you "
        "keep of it. We do not say who it was.",
    ),
    EventType("post.taken_down", _data(), "A post of yours was taken down."),
    EventType("post.reinstated", _data(), "A post of yours that was taken down is back."),
)
