"""No post that was deleted comes back with a copy of the database."""

from django.db import transaction

from audit.tombstones.leaving import Grave, register
from feed.models import Post
from feed.services.deletion import put_away
from feed.services.takedowns import locked
from feed.states import PostState
from lib.actors import Actor

REPLAY = Actor.system("tombstones")


def register_all() -> None:
    """Called once, when the app is ready."""
    register("post", delete_again)


def delete_again(grave: Grave) -> None:
    """As its author, or whoever it was, did before."""
    post = Post.objects.filter(pk=grave.subject).first()
    if post is None:
        return
    with transaction.atomic():
        current = locked(post)
        if current.state != PostState.DELETED:
            put_away(current, actor=REPLAY, reason="it was deleted before")
