"""What this room does when it hears of people, of what they wrote, of decisions and patterns."""

from accounts.events import AccountDeleted
from accounts.models import User
from lib import texts
from lib.actors import Actor
from lib.events import subscribe
from lib.outbox.services import enqueue
from lib.texts import TextSubmitted, TextWithdrawn
from moderation import tasks
from moderation.events import FindingRaised, ReviewDecided, TextRefused
from moderation.models import CoolingOff, Outcome, RefusedText, Review, ReviewState
from moderation.services.bank_upkeep import withdraw
from moderation.services.probing import close_all_of, close_what_is_left, put_before_staff
from moderation.services.refusals import overturn
from moderation.services.reviews import lapse

ACCOUNTS = Actor.system("accounts")
REVIEWER = Actor.system("review")
BANKS = Actor.system("banks")


def subscribe_all() -> None:
    """Called once, when the app is ready."""
    subscribe(AccountDeleted, forget_statements)
    subscribe(TextSubmitted, screen)
    subscribe(TextWithdrawn, ask_nobody)
    subscribe(ReviewDecided, tell_owner)
    subscribe(ReviewDecided, unbank_what_is_fine)
    subscribe(AccountDeleted, forget_refusals)
    subscribe(TextRefused, weigh_and_compare)
    subscribe(ReviewDecided, count_no_more)
    subscribe(FindingRaised, put_before_staff)


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


def unbank_what_is_fine(event: ReviewDecided) -> None:
    """What a person finds fine must not be stopped by entries that were taken from it (M13)."""
    if event.outcome != Outcome.REFUSED:
        withdraw(event.subject, actor=BANKS)


def forget_refusals(event: AccountDeleted) -> None:
    """Refused words and what followed from them go; a finding keeps ids alone, and is closed."""
    RefusedText.objects.filter(person_id=event.user_id).delete()
    CoolingOff.objects.filter(person_id=event.user_id).delete()
    close_all_of(event.user_id, actor=ACCOUNTS)


def weigh_and_compare(event: TextRefused) -> None:
    """By workers: whoever refused may hold no lock on the person, and carries no encoder."""
    enqueue(tasks.weigh_refusals, event.person_id)
    enqueue(tasks.cluster_refusals, event.person_id)


def count_no_more(event: ReviewDecided) -> None:
    """What a person found fine was no misuse: a cooling-off that rested on it is lifted."""
    if event.outcome == Outcome.REFUSED:
        return
    review = Review.objects.get(pk=event.review_id)
    person = User.objects.filter(pk=review.person_id).first()
    refused = overturn(
        event.subject,
        person_is_adult=person is not None and person.is_adult,
        for_adults=event.outcome == Outcome.FINE_FOR_ADULTS,
        actor=REVIEWER,
    )
    if refused:
        # By a worker: it needs the lock on the person, and a decision holds that on a review.
        enqueue(tasks.weigh_refusals, review.person_id)
        close_what_is_left(refused)
