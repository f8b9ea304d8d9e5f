"""Which videos and captions others can see, for the replay of a policy."""

from collections.abc import Collection

from django.db.models import QuerySet

from cameos.reading import hidden
from feed.models import Post
from feed.models.posts import FILM
from feed.states import PostState
from lib.ids import IdKind, decode, encode
from moderation.exposure import Exposure


def of_posts(subjects: Collection[str]) -> dict[str, Exposure]:
    """A post stands in itself."""
    keys = [decode(IdKind.POST, subject) for subject in subjects]
    published = _published().filter(pk__in=keys)
    return {post.public_id: Exposure(post.public_id) for post in published.only("pk")}


def of_jobs(subjects: Collection[str]) -> dict[str, Exposure]:
    """A job's video stands in the post of its draft."""
    keys = [decode(IdKind.GENERATION, subject) for subject in subjects]
    published = _published().filter(draft__job__in=keys)
    return {
        encode(IdKind.GENERATION, job): Exposure(encode(IdKind.POST, post))
        for job, post in published.values_list("draft__job_id", "pk")
    }


def _published() -> QuerySet[Post]:
    return Post.objects.filter(state=PostState.PUBLISHED).exclude(hidden(FILM))
