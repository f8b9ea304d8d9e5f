"""What this room does when it hears of people."""

from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.events import (
    AccountClosed,
    AccountDeleted,
    AgeTightened,
    StandingChanged,
    UserBlocked,
)
from accounts.models import AgeBand, User
from accounts.models.standings import SHUT_OUT
from lib.actors import Actor
from lib.events import subscribe
from lib.outbox.services import enqueue
from parental import tasks
from parental.events import GuardianLinkEnded, SafetyCaseOpened
from parental.models import FamilyEntry, FamilyNotice, GuardianLink, LinkCode
from parental.services.ages import SAID
from parental.services.ending import end_all, end_to_its_guardian, unlink
from parental.states import LIVE, EndReason


def subscribe_all() -> None:
    """Called once, when the app is ready."""
    subscribe(AccountClosed, end_of_whoever_leaves)
    subscribe(AccountDeleted, end_with_the_account)
    subscribe(StandingChanged, end_of_guardian_shut_out)
    subscribe(AgeTightened, end_of_changed_age)
    subscribe(UserBlocked, end_between)
    subscribe(SafetyCaseOpened, call_desk)
    subscribe(GuardianLinkEnded, take_words_back)


def end_with_the_account(event: AccountDeleted) -> None:
    """Links end on both sides; what they are owed and the code they showed go with them."""
    FamilyNotice.objects.filter(person_id=event.user_id).delete()
    end_of_whoever_leaves(event)


def end_of_whoever_leaves(event: AccountClosed | AccountDeleted) -> None:
    """The other side is told as at an unlinking; coming back brings no link back."""
    actor = Actor.system("accounts")
    end_all(_live(teen=event.user_id), reason=EndReason.TEEN_DELETED, actor=actor)
    _end_of_guardian(event.user_id, EndReason.GUARDIAN_DELETED, actor)
    LinkCode.objects.filter(teen_id=event.user_id).delete()


def end_of_guardian_shut_out(event: StandingChanged) -> None:
    """Whoever is suspended or banned watches over nobody; lifting it brings no link back."""
    if event.standing in SHUT_OUT:
        actor = Actor.system("standing")
        _end_of_guardian(event.user_id, EndReason.GUARDIAN_SHUT_OUT, actor)


def end_of_changed_age(event: AgeTightened) -> None:
    """A guardian who is no adult is none; somebody under 13 has no account to watch over."""
    actor, person = Actor.system("age"), User.objects.get(pk=event.user_id)
    _end_of_guardian(event.user_id, EndReason.ASSURANCE_LOST, actor)
    if person.age_band == AgeBand.UNDER_13:
        end_all(_live(teen=event.user_id), reason=EndReason.AGE_CHANGED, actor=actor)


def end_between(event: UserBlocked) -> None:
    """Who blocks the other wants nothing more of them."""
    actor = Actor.person(event.blocker_id)
    by_teen = _live(teen=event.blocker_id, guardian=event.blocked_id)
    by_guardian = _live(teen=event.blocked_id, guardian=event.blocker_id)
    end_all(by_teen, reason=EndReason.TEEN_UNLINKED, actor=actor)
    end_all(by_guardian, reason=EndReason.GUARDIAN_UNLINKED, actor=actor)
    for link in _fled_from(teen=event.blocked_id, guardian=event.blocker_id):
        unlink(link=link, by=link.guardian)


def call_desk(event: SafetyCaseOpened) -> None:
    """People look at it, not machines."""
    enqueue(tasks.call_safety_desk, event.case_id)


def take_words_back(event: GuardianLinkEnded) -> None:
    """By a worker, which locks the teen: whoever ends a link holds other rows already."""
    if FamilyEntry.objects.filter(link_id=event.link_id, kind__in=SAID).exists():
        enqueue(tasks.withdraw_guardians_word, event.link_id)


def _end_of_guardian(guardian_id: UUID, reason: EndReason, actor: Actor) -> None:
    """All of theirs, to their eyes also what a teen fled from: as the one that stays it would say
    so, once they can read again."""
    end_all(_live(guardian=guardian_id), reason=reason, actor=actor)
    for link in _fled_from(guardian=guardian_id):
        end_to_its_guardian(link, reason=reason)


def _fled_from(**who: UUID) -> list[GuardianLink]:
    """What is over, and reads to its guardian as it was."""
    rows = GuardianLink.objects.filter(Q(**who), shown_until__gt=timezone.now())
    return list(rows.select_related("guardian").order_by("teen_id", "pk"))


def _live(**who: UUID) -> list[GuardianLink]:
    rows = GuardianLink.objects.filter(Q(**who), state__in=sorted(LIVE))
    return list(rows.order_by("teen_id", "pk"))  # families are held in one order
