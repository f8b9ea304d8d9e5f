"""What this room does when it hears of people. Handlers only enqueue."""

from accounts.events import AccountDeleted
from cameos import tasks
from lib.events import subscribe
from lib.outbox.services import enqueue


def subscribe_all() -> None:
    """Called once, when the app is ready."""
    subscribe(AccountDeleted, erase_likenesses)


def erase_likenesses(event: AccountDeleted) -> None:
    """Keys, templates and clips go."""
    enqueue(tasks.erase_likenesses_of, event.user_id)
