"""What a person's own archive holds of this room."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from feed.models import Like, Post, PostHold
from feed.selectors import own_posts
from lib.exporting import CHUNK, LeftOut, Record, Walker, table


def _posts(person: User) -> Iterator[Record]:
    """Without addresses: the files lie in the archive, with the draft that is named."""
    from feed.api.posts import post_json

    for post in own_posts(person).order_by("pk").iterator(chunk_size=CHUNK):
        shown = post_json(post, viewer=person)
        kept = {name: shown[name] for name in shown if name not in {"assets", "can", "author"}}
        yield kept | {"draft": post.draft.public_id if post.draft else None}


def _likes(person: User) -> QuerySet[Any]:
    """Of posts that they may see now."""
    seen = Post.objects.visible_to(person).values("pk")
    return Like.objects.filter(person=person, post__in=seen).select_related("post").order_by("pk")


WALKERS = (
    Walker(Post, "What you published: the caption, for whom it is fit, and how it stands.", _posts),
    Walker(
        Like,
        "What you liked, as far as you may see it. Who liked yours stands there as a number.",
        table(_likes, "at", post=lambda row: row.post.public_id),
    ),
    LeftOut(
        (PostHold,),
        "Which part of a decision closed what; the decision stands in the archive.",
    ),
)
