"""What this room does when it hears of people."""

from accounts.events import AccountDeleted
from lib.actors import Actor
from lib.events import subscribe
from moderation.models import Review, ReviewState
from moderation.services.reviews import lapse

ACCOUNTS = Actor.system("accounts")


def subscribe_all() -> None:
    """Called once, when the app is ready."""
    subscribe(AccountDeleted, forget_statements)


def forget_statements(event: AccountDeleted) -> None:
    """What somebody said of a refusal goes with them; open questions are closed."""
    mine = Review.objects.filter(person_id=event.user_id)
    for subject in mine.filter(state=ReviewState.OPEN).values_list("subject", flat=True):
        lapse(subject, actor=ACCOUNTS)
    mine.update(statement=None)
