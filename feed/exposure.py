"""Which videos and captions others can see, for the replay of a policy."""

from collections.abc import Collection

from feed.models import Post
from feed.states import PostState
from lib.ids import IdKind, decode, encode
from moderation.exposure import Exposure


def of_posts(subjects: Collection[str]) -> dict[str, Exposure]:
    """A post stands in itself."""
    keys = [decode(IdKind.POST, subject) for subject in subjects]
    published = Post.objects.filter(pk__in=keys, state=PostState.PUBLISHED)
    return {post.public_id: Exposure(post.public_id) for post in published.only("pk")}


def of_jobs(subjects: Collection[str]) -> dict[str, Exposure]:
    """A job's video stands in the post of its draft."""
    keys = [decode(IdKind.GENERATION, subject) for subject in subjects]
    published = Post.objects.filter(draft__job__in=keys, state=PostState.PUBLISHED)
    return {
        encode(IdKind.GENERATION, job): Exposure(encode(IdKind.POST, post))
        for job, post in published.values_list("draft__job_id", "pk")
    }
