"""What this room does when it hears of people. Handlers write rows or enqueue."""

from accounts.events import AccountDeleted, UserBlocked
from cameos.capabilities.ending import end_what_runs
from cameos.events import PermissionSevered
from cameos.models import Release, ReleaseAddress
from cameos.services import notes, severing
from cameos.services.people import erase_person
from lib.events import subscribe
from lib.texts import TextJudged


def subscribe_all() -> None:
    """Called once, when the app is ready."""
    subscribe(AccountDeleted, severing.sever_all_of)  # takes all cameos in one order: first
    subscribe(AccountDeleted, erase_likenesses)
    subscribe(AccountDeleted, forget_addresses)
    subscribe(UserBlocked, severing.sever_both_ways)
    subscribe(PermissionSevered, end_what_runs)
    subscribe(TextJudged, notes.settle)


def erase_likenesses(event: AccountDeleted) -> None:
    """From here on nobody sees a film with them; keys, templates, clips and films go."""
    erase_person(event.user_id)


def forget_addresses(event: AccountDeleted) -> None:
    """Releases stand as evidence; from where they were given goes."""
    given = Release.objects.filter(person_id=event.user_id)
    ReleaseAddress.objects.filter(release_id__in=given.values("pk")).delete()
