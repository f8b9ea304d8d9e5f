"""What other rooms say of a post on its page for staff: the owner of a fact words it, and says it
only to whoever may know."""

from collections.abc import Callable, Iterable

from accounts.models import User
from feed.models import Post

Note = Callable[[Post, User], Iterable[str]]
_NOTES: list[Note] = []


def register(note: Note) -> None:
    """Called once, while apps load."""
    _NOTES.append(note)


def notes_of(post: Post, viewer: User) -> list[str]:
    """In the order in which they were registered."""
    return [said for note in _NOTES for said in note(post, viewer)]
