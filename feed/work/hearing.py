from uuid import UUID

from accounts.services.own_words import Where, hear
from feed.models import Post


def hear_author(post_id: UUID) -> None:
    """What a caption says of its author's age is a signal; one that is gone says nothing."""
    post = Post.objects.filter(pk=post_id).first()
    if post is not None and post.caption:
        hear(person_id=post.author_id, text=post.caption, where=Where.CAPTION, piece=post.pk)
