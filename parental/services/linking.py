"""How a guardian and a teen come together: the code, then the teen's answer."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policies import is_blocked_between
from audit.services import record
from inbox.services import recheck_sockets
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.states import advance, record_initial
from parental import texts
from parental.bounds import ASKED_LASTS, MOST_GUARDIANS
from parental.eligibility import cap_refusal, guardian_refusal, teen_refusal
from parental.models import BarredGuardian, ConsentPurpose, EntryKind, GuardianLink
from parental.services import patterns
from parental.services.inviting import device_hash, take_code
from parental.services.writing import enter, owe, receive
from parental.states import LIVE, LinkState, Side

CLOCK = Actor.system("parental")


def incorrect_code() -> DomainError:
    """One answer, whatever is wrong: unknown, used, expired, one's own, of somebody who wants
    nothing of this guardian."""
    return DomainError(
        ErrorCode.INCORRECT_CODE, _("This code is not right, or it was used."), attr="code"
    )


def redeem(*, code: str, guardian: User, device: str, text_version: int) -> GuardianLink:
    """A guardian enters a teen's code; of any number at once one gets the link, which waits for
    the teen. `device`: what X-Device-Id says.

    Raises DomainError: this guardian may not, the text is outdated, or `incorrect_code`.
    """
    texts.refuse_outdated(text_version)
    with transaction.atomic():
        guardian = _held(guardian)
        if refusal := guardian_refusal(guardian) or cap_refusal(guardian):
            raise refusal
        row = take_code(code)
        teen = User.objects.filter(pk=row.teen_id).first() if row else None
        if row is None or teen is None or not _may_meet(teen, guardian):
            raise incorrect_code()  # which gives the code back: it is not for this guardian
        link = _begin(teen, guardian)
        same = row.device == device_hash(device)
        patterns.tell_staff(link, patterns.patterns_of(link, same_device=same))
    return link


def accept(*, link: GuardianLink, by: User, text_version: int) -> GuardianLink:
    """The teen has seen who it is, and says yes.

    Raises DomainError: outdated text, too many guardians, somebody who may not any more; StaleState
    where the question is over.
    """
    texts.refuse_outdated(text_version)
    with transaction.atomic():
        teen = _held(by)
        link = _waiting(link)
        if refusal := teen_refusal(teen) or guardian_refusal(link.guardian):
            raise refusal
        advance(
            link,
            to=LinkState.ACTIVE,
            actor=Actor.person(by.pk),
            reason="accepted",
            place=_place(teen),
            active_at=timezone.now(),
        )
        enter(link, EntryKind.ACCEPTED, Side.TEEN)
        receive(link, ConsentPurpose.LINK, Side.TEEN, given=True)
        record("parental.link.accepted", actor=Actor.person(by.pk), target=link.public_id)
        owe(link.guardian_id, "family.link_accepted", {"link": link.public_id})
        owe(link.teen_id, "family.link_made", {"link": link.public_id})
        recheck_sockets(person_id=link.teen_id)
    return link


def decline(*, link: GuardianLink, by: User) -> None:
    """The teen says no. Raises StaleState."""
    _give_up(link, to=LinkState.DECLINED, actor=Actor.person(by.pk), kind=EntryKind.DECLINED)


def lapse(link: GuardianLink) -> None:
    """The teen did not answer in time. Raises StaleState."""
    _give_up(link, to=LinkState.LAPSED, actor=CLOCK, kind=EntryKind.LAPSED)


def waiting_too_long() -> "list[GuardianLink]":
    """Questions whose time is over."""
    before = timezone.now() - ASKED_LASTS
    rows = GuardianLink.objects.filter(state=LinkState.ASKED, asked_at__lte=before)
    return list(rows.order_by("asked_at")[:200])


def _give_up(link: GuardianLink, *, to: LinkState, actor: Actor, kind: EntryKind) -> None:
    with transaction.atomic():
        link = _waiting(link, even_late=True)
        advance(link, to=to, actor=actor, reason=kind.value, ended_at=timezone.now())
        enter(link, kind, Side.HOUSE if to == LinkState.LAPSED else Side.TEEN)
        record("parental.link.declined", actor=actor, target=link.public_id, how=to.value)
        owe(link.guardian_id, "family.link_declined", {"link": link.public_id})


def _begin(teen: User, guardian: User) -> GuardianLink:
    numbers = GuardianLink.objects.filter(guardian=guardian).aggregate(most=Max("number"))
    link = GuardianLink.objects.create(
        teen=teen, guardian=guardian, number=(numbers["most"] or 0) + 1
    )
    actor = Actor.person(guardian.pk)
    record_initial(link, actor=actor, reason="the code was entered")
    enter(link, EntryKind.ASKED, Side.GUARDIAN)
    receive(link, ConsentPurpose.LINK, Side.GUARDIAN, given=True)
    record("parental.link.asked", actor=actor, target=link.public_id)
    owe(teen.pk, "family.link_asked", {"link": link.public_id})
    return link


def _may_meet(teen: User, guardian: User) -> bool:
    """Whether this code is for this guardian at all; they never learn why not."""
    between = {"teen": teen.pk, "guardian": guardian.pk}
    return (
        teen.pk != guardian.pk
        and teen_refusal(teen) is None
        and not is_blocked_between(teen.pk, guardian.pk)
        and not BarredGuardian.objects.filter(teen_id=teen.pk, guardian_id=guardian.pk).exists()
        and not GuardianLink.objects.filter(**between, state__in=sorted(LIVE)).exists()
    )


def _held(person: User) -> User:
    """Their row, so that caps are counted by one at a time; rows that point to it still come."""
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _waiting(link: GuardianLink, *, even_late: bool = False) -> GuardianLink:
    rows = GuardianLink.objects.select_for_update(of=("self",)).select_related("guardian")
    row = rows.get(pk=link.pk)
    late = row.asked_at <= timezone.now() - ASKED_LASTS and not even_late
    if row.state != LinkState.ASKED or late:
        raise StaleState
    return row


def _place(teen: User) -> int:
    """The first that is free. The caller holds the teen's row. Raises `too_many_guardians`."""
    active = GuardianLink.objects.filter(teen=teen, state=LinkState.ACTIVE)
    taken = set(active.values_list("place", flat=True))
    for place in range(1, MOST_GUARDIANS + 1):
        if place not in taken:
            return place
    raise DomainError(
        ErrorCode.TOO_MANY_GUARDIANS,
        _("You have %(most)d guardians already.") % {"most": MOST_GUARDIANS},
    )
