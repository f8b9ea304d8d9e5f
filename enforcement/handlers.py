"""What this room does when it hears of people."""

from accounts.events import AccountDeleted, AgeFoundOnCase, ChildSuspected, StandingDecided
from cameos.events import ConsentRevoked
from enforcement import tasks
from enforcement.services.ages import doubt, settle_found
from enforcement.services.findings import put_in_case
from enforcement.services.proposing import drop_about
from enforcement.services.second_look import look_anew
from generation.events import FilmWithdrawn
from lib.events import subscribe
from lib.outbox.services import enqueue
from moderation.events import FindingRaised


def subscribe_all() -> None:
    """Called once, when the app is ready."""
    subscribe(AccountDeleted, forget_reporter)
    subscribe(AccountDeleted, forget_proposals)
    subscribe(FilmWithdrawn, forget_the_film)
    subscribe(ConsentRevoked, forget_their_films)
    subscribe(FindingRaised, open_a_case)
    subscribe(ChildSuspected, look_at_the_caption)
    subscribe(AgeFoundOnCase, settle_cases_of_age)
    subscribe(StandingDecided, look_at_the_person)


def forget_reporter(event: AccountDeleted) -> None:
    """By a worker, which locks their reports: here their log is locked. What others reported
    of them outlives them: see enforcement/retention.py."""
    enqueue(tasks.forget_reporter, event.user_id)


def forget_proposals(event: AccountDeleted) -> None:
    """The words of decisions about them that nobody approved."""
    drop_about(event.user_id)


def forget_the_film(event: FilmWithdrawn) -> None:
    """Somebody in it took their consent back: no copy of it stays here either, but what was
    reported as child safety, what a claim is decided by (`services/withdrawn.py`), and the words
    that were frozen."""
    enqueue(tasks.forget_film, event.draft_id)


def forget_their_films(event: ConsentRevoked) -> None:
    """The same of films that were withdrawn or deleted before: of these no other word comes."""
    enqueue(tasks.forget_films_of, event.cameo_id)


def open_a_case(event: FindingRaised) -> None:
    """What detectors found of somebody is looked at without a report."""
    put_in_case(event)


def look_at_the_caption(event: ChildSuspected) -> None:
    """One caption freezes nobody, and somebody looks from the first."""
    doubt(event)


def settle_cases_of_age(event: AgeFoundOnCase) -> None:
    """Also where a second member of staff approved the finding days later."""
    settle_found(event)


def look_at_the_person(event: StandingDecided) -> None:
    """Whom staff shut out at the people desk: others look at it anew."""
    look_anew(event)
