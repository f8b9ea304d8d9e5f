"""What this room does when it hears of people. Handlers write rows or enqueue."""

from accounts.events import (
    AccountClosed,
    AccountDeleted,
    AgeTightened,
    EnrolmentReleaseWithdrawn,
    SafeguardsChanged,
    UserBlocked,
)
from accounts.models import User
from cameos.capabilities.ending import end_what_runs
from cameos.characters import reviewing
from cameos.characters.ending import remove
from cameos.events import PermissionSevered
from cameos.models import CameoAddress, Character, ReferenceImage, Release, ReleaseAddress
from cameos.services import notes, severing
from cameos.services.narrowing import sever_who_may_no_more_of
from cameos.services.people import erase_of_minor, erase_person
from cameos.services.permitting import close_to_all
from cameos.uploads import reviewing as picture_reviewing
from cameos.uploads.ending import remove as remove_picture
from lib.actors import Actor
from lib.events import subscribe
from lib.texts import TextJudged
from moderation.events import ReviewDecided
from parental.events import GuardianLinkEnded, GuardianUseEnded


def subscribe_all() -> None:
    """Called once, when the app is ready."""
    subscribe(AccountClosed, severing.stop_uses_of)
    subscribe(AccountDeleted, severing.sever_all_of)  # takes all cameos in one order: first
    subscribe(AccountDeleted, erase_likenesses)
    subscribe(AccountDeleted, forget_addresses)
    subscribe(AccountDeleted, forget_name)
    subscribe(AgeTightened, erase_likeness_of_minor)
    subscribe(EnrolmentReleaseWithdrawn, erase_likeness_of_minor)
    subscribe(GuardianLinkEnded, keep_private_at_18)
    subscribe(SafeguardsChanged, end_what_limits_forbid)
    subscribe(GuardianUseEnded, end_what_guardians_may_no_more)
    subscribe(UserBlocked, severing.sever_both_ways)
    subscribe(PermissionSevered, end_what_runs)
    subscribe(TextJudged, notes.settle)
    subscribe(AccountDeleted, forget_characters)
    subscribe(ReviewDecided, reviewing.hear)
    subscribe(AccountDeleted, forget_references)
    subscribe(AgeTightened, forget_references)
    subscribe(ReviewDecided, picture_reviewing.hear)


def erase_likenesses(event: AccountDeleted) -> None:
    """From here on nobody sees a film with them; keys, templates, clips and films go."""
    erase_person(event.user_id)


def erase_likeness_of_minor(event: AgeTightened | EnrolmentReleaseWithdrawn) -> None:
    """Under 18 a guardian releases a likeness: what was given without one ends, with its films."""
    erase_of_minor(event.user_id)


def keep_private_at_18(event: GuardianLinkEnded) -> None:
    """R10: what a teen lent to some is their own alone, until they open it as an adult; whatever
    ended the link between their birthday and the sweep."""
    if User.objects.get(pk=event.teen_id).is_adult:
        close_to_all(event.teen_id)


def end_what_limits_forbid(event: SafeguardsChanged) -> None:
    """`likeness_used_by` became stricter: films that somebody else makes now stop now."""
    sever_who_may_no_more_of(event.user_id)


def end_what_guardians_may_no_more(event: GuardianUseEnded) -> None:
    """The same, of a film that the guardian makes."""
    sever_who_may_no_more_of(event.teen_id)


def forget_addresses(event: AccountDeleted) -> None:
    """Releases stand as evidence; from where they were given goes."""
    given = Release.objects.filter(person_id=event.user_id)
    ReleaseAddress.objects.filter(release_id__in=given.values("pk")).delete()


def forget_name(event: AccountDeleted) -> None:
    """Nobody speaks of a likeness of theirs any more."""
    CameoAddress.objects.filter(person=event.user_id).delete()


def forget_characters(event: AccountDeleted) -> None:
    """Their names and files go with them."""
    for row in Character.objects.filter(owner=event.user_id).order_by("pk"):
        remove(character=row, actor=Actor.system("accounts"))


def forget_references(event: AccountDeleted | AgeTightened) -> None:
    """The pictures that they sent go with them, or were found fine for somebody older; what they
    stated of them stands as evidence."""
    for row in ReferenceImage.objects.filter(owner=event.user_id).order_by("pk"):
        remove_picture(picture=row, actor=Actor.system("accounts"))
