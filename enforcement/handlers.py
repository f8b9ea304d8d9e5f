"""What this room does when it hears of people."""

from accounts.events import AccountDeleted
from enforcement import tasks
from enforcement.models import Report, Reporter
from generation.events import FilmWithdrawn
from lib.events import subscribe
from lib.outbox.services import enqueue


def subscribe_all() -> None:
    """Called once, when the app is ready."""
    subscribe(AccountDeleted, forget_reporter)
    subscribe(FilmWithdrawn, forget_the_film)


def forget_reporter(event: AccountDeleted) -> None:
    """Their words go at once, and what was known of them as a reporter; that they reported stays,
    or a case would lose what it stands on. What others reported of them outlives them: see
    enforcement/retention.py."""
    Report.objects.filter(reporter_id=event.user_id, text__isnull=False).update(text=None)
    Reporter.objects.filter(person_id=event.user_id).delete()


def forget_the_film(event: FilmWithdrawn) -> None:
    """Somebody in it took their consent back: no copy of it stays here either, but what was
    reported as child safety, and the words that were frozen."""
    enqueue(tasks.forget_film, event.draft_id)
