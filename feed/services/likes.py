"""Each verb may be said twice; the second time changes nothing."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from feed.models import Like, Post
from feed.selectors import post_for
from feed.states import PostState
from lib.errors import NotFound


def like(*, post_id: UUID, by: User) -> Post:
    """`by` likes a post that they may see. Raises NotFound, also while it is not published."""
    with transaction.atomic():
        # Whoever deletes this account waits, or is seen here: a like of nobody would stay.
        person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        post = post_for(person, post_id=post_id)
        if not person.stands or post.state != PostState.PUBLISHED:
            raise NotFound
        # One statement: whoever loses a race against themself changes nothing.
        Like.objects.bulk_create([Like(post=post, person=person)], ignore_conflicts=True)
    return post


def unlike(*, post_id: UUID, by: User) -> None:
    """The like is gone, of a post too that `by` may no longer see. Raises NotFound where there is
    neither a like nor a post to be seen."""
    gone, _ = Like.objects.filter(post_id=post_id, person=by).delete()
    if not gone:
        post_for(by, post_id=post_id)
