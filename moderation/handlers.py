"""What this room does when it hears of people and of what they wrote."""

from accounts.events import AccountDeleted
from lib import texts
from lib.actors import Actor
from lib.events import subscribe
from lib.outbox.services import enqueue
from lib.texts import TextSubmitted, TextWithdrawn
from moderation import tasks
from moderation.events import ReviewDecided
from moderation.models import BankHit, Outcome, Review, ReviewState
from moderation.services.bank_upkeep import withdraw
from moderation.services.reviews import lapse

ACCOUNTS = Actor.system("accounts")
BANKS = Actor.system("banks")


def subscribe_all() -> None:
    """Called once, when the app is ready."""
    subscribe(AccountDeleted, forget_statements)
    subscribe(TextSubmitted, screen)
    subscribe(TextWithdrawn, ask_nobody)
    subscribe(ReviewDecided, tell_owner)
    subscribe(AccountDeleted, forget_whom_entries_met)
    subscribe(ReviewDecided, unbank_what_is_fine)


def forget_statements(event: AccountDeleted) -> None:
    """What somebody said of a refusal goes with them; open questions are closed."""
    mine = Review.objects.filter(person_id=event.user_id)
    for subject in mine.filter(state=ReviewState.OPEN).values_list("subject", flat=True):
        lapse(subject, actor=ACCOUNTS)
    mine.update(statement=None)


def screen(event: TextSubmitted) -> None:
    """By the screen queue."""
    enqueue(tasks.screen_text, event.subject)


def ask_nobody(event: TextWithdrawn) -> None:
    """An open question about it is closed."""
    lapse(event.subject, actor=ACCOUNTS)


def tell_owner(event: ReviewDecided) -> None:
    """By a worker: whoever owns it locks the account, and here the review is locked already."""
    if texts.is_read(event.subject):
        enqueue(tasks.tell_text_decided, event.review_id)


def forget_whom_entries_met(event: AccountDeleted) -> None:
    """That an entry was met stays counted, by nobody."""
    BankHit.objects.filter(person_id=event.user_id).update(person_id=None)


def unbank_what_is_fine(event: ReviewDecided) -> None:
    """What a person finds fine must not be stopped by entries that were taken from it (M13)."""
    if event.outcome != Outcome.REFUSED:
        withdraw(event.subject, actor=BANKS)
