"""What this room does when it hears of people and of consents.

Handlers only enqueue: to stop a job means to lock it and then its maker's log, and accounts
hold that log already; the other way round is how the two would wait for each other for ever.
"""

from accounts.events import AccountClosed, AccountDeleted, StandingChanged
from accounts.models.standings import SHUT_OUT
from cameos.events import ConsentRevoked, PermissionSevered, ProcessorWithdrawn
from generation import tasks
from lib.events import subscribe
from lib.ids import IdKind
from lib.outbox.services import enqueue
from moderation.events import ReviewDecided


def subscribe_all() -> None:
    """Called once, when the app is ready."""
    subscribe(AccountDeleted, erase_everything)
    subscribe(AccountClosed, stop_whoever_leaves)
    subscribe(StandingChanged, stop_whoever_is_shut_out)
    subscribe(ReviewDecided, obey)
    subscribe(PermissionSevered, stop_severed)
    subscribe(ProcessorWithdrawn, stop_drawn_there)
    subscribe(ConsentRevoked, withdraw_films)


def erase_everything(event: AccountDeleted) -> None:
    """Jobs stop; drafts, files and prompts go."""
    enqueue(tasks.erase_person, event.user_id)


def stop_whoever_is_shut_out(event: StandingChanged) -> None:
    """Nothing is made for a suspended or banned account."""
    if event.standing in SHUT_OUT:
        enqueue(tasks.stop_person, event.user_id)


def stop_whoever_leaves(event: AccountClosed) -> None:
    """Nor for whoever is leaving: what waits or runs ends and is paid back."""
    enqueue(tasks.stop_person, event.user_id)


def stop_severed(event: PermissionSevered) -> None:
    """Whatever is being made under a consent that ended. The cameo is locked here: see
    services/permitted for why no job is."""
    enqueue(tasks.stop_severed, event.cameo_id, event.person_id or "")


def stop_drawn_there(event: ProcessorWithdrawn) -> None:
    """The same of what is drawn outside of this house: its worker has it stopped and deleted."""
    enqueue(tasks.stop_severed, event.cameo_id, "")


def obey(event: ReviewDecided) -> None:
    """What a person decided about a job is done by a worker."""
    if event.subject.startswith(f"{IdKind.GENERATION.value}_"):
        enqueue(tasks.obey_review, event.review_id)


def withdraw_films(event: ConsentRevoked) -> None:
    """Nobody sees them any more; their files and rows follow."""
    enqueue(tasks.withdraw_films, event.revocation_id)
