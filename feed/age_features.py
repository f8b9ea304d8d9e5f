"""What this room tells the age predictor: how often words of its groups stand in captions."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from accounts.prediction.features import FeatureSource
from accounts.prediction.words import count_words
from feed.models import Post

NEWEST = 200  # posts


def _count(person_id: UUID, since: datetime) -> Mapping[str, int]:
    posts = Post.objects.filter(author_id=person_id, published_at__gt=since)
    newest = posts.exclude(caption=None).order_by("-published_at")[:NEWEST]
    return count_words(post.caption for post in newest if post.caption)


def _active(since: datetime) -> Iterable[UUID]:
    return (
        Post.objects.filter(published_at__gt=since).values_list("author_id", flat=True).distinct()
    )


SOURCE = FeatureSource("feed", _count, _active)
