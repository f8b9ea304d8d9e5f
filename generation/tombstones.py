"""No film that was deleted comes back with a copy of the database."""

from audit.tombstones.leaving import Grave, register
from generation.services.drafts import delete_again


def register_all() -> None:
    """Called once, when the app is ready."""
    register("film", erase_again)


def erase_again(grave: Grave) -> None:
    """Draft and post; whatever is left of its files is owed."""
    delete_again(grave.subject)
