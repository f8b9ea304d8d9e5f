"""What of a teen's likeness both said yes to, and either takes back."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import EnrolmentReleaseWithdrawn
from accounts.models import User
from audit.services import record
from inbox.services import recheck_sockets
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound, StaleState
from lib.events import publish
from parental import texts
from parental.events import GuardianUseEnded
from parental.locking import hold_family
from parental.models import ConsentPurpose, EntryKind, GuardianLink, LikenessRelease
from parental.selectors import acts_for, side_of
from parental.services.writing import enter, owe, receive
from parental.states import LinkState, ReleaseKind, Side

STANDS = Q(link__state=LinkState.ACTIVE, teen_at__isnull=False, guardian_at__isnull=False)


def release(
    *, link: GuardianLink, by: User, kind: ReleaseKind, text_version: int
) -> LikenessRelease:
    """One side says yes; with the other's it stands. Twice is once.

    Where minors are asked first (R12), the guardian's yes comes after the teen's, and the guardian
    hears nothing of it before. Raises DomainError `notice_outdated`, `teen_not_asked`; StaleState
    where the link is over.
    """
    texts.refuse_outdated(text_version)
    with transaction.atomic():
        link, side = _acting(link, by), side_of(link, by)
        row, _made = LikenessRelease.objects.get_or_create(link=link, kind=kind)
        first = side == Side.GUARDIAN and settings.FAMILY_ASK_MINOR_FIRST
        if first and row.teen_at is None:
            raise DomainError(
                ErrorCode.TEEN_NOT_ASKED, _("The teen decides first whether they want this.")
            )
        field = "teen_at" if side == Side.TEEN else "guardian_at"
        if getattr(row, field) is not None:
            return row
        changes: dict[str, object] = {field: timezone.now()}
        if side == Side.GUARDIAN or row.withdrawn_by != Side.GUARDIAN:  # whose no is theirs to lift
            changes |= {"withdrawn_by": "", "withdrawn_at": None}
        _write(row, changes)
        enter(link, EntryKind.RELEASE_GIVEN, side, release=kind)
        receive(link, ConsentPurpose(kind.value), side, given=True)
        record("parental.release.given", actor=Actor.person(by.pk), target=link.public_id,
               release=kind.value, side=side.value)  # fmt: skip
        _tell_other(link, side, kind, given=True)
    return row


def withdraw(*, link: GuardianLink, by: User, kind: ReleaseKind) -> None:
    """Either side takes it back, for both. A guardian may say no before anybody said yes, and it
    stands until they say yes. Raises NotFound where nobody had said yes, or the guardian had said
    no; StaleState where the link is over."""
    with transaction.atomic():
        hold_family(link.teen_id)
        link, side = _acting(link, by), side_of(link, by)
        row = _to_withdraw(link, side, kind)
        stood = stand_releases_of(link)
        changes: dict[str, object] = {"teen_at": None, "guardian_at": None}
        if side == Side.GUARDIAN or row.withdrawn_by != Side.GUARDIAN:
            changes |= {"withdrawn_by": side.value, "withdrawn_at": timezone.now()}
        _write(row, changes)
        enter(link, EntryKind.RELEASE_WITHDRAWN, side, release=kind)
        receive(link, ConsentPurpose(kind.value), side, given=False)
        record("parental.release.withdrawn", actor=Actor.person(by.pk), target=link.public_id,
               release=kind.value, side=side.value)  # fmt: skip
        _tell_other(link, side, kind, given=False)
        tell_of_lost_release(link, stood)


def _to_withdraw(link: GuardianLink, side: Side, kind: ReleaseKind) -> LikenessRelease:
    rows = LikenessRelease.objects.filter(link=link, kind=kind)
    if row := rows.filter(Q(teen_at__isnull=False) | Q(guardian_at__isnull=False)).first():
        return row
    if side == Side.TEEN or rows.filter(withdrawn_by=Side.GUARDIAN).exists():
        raise NotFound
    return rows.first() or LikenessRelease.objects.create(link=link, kind=kind)


def is_released(teen_id: UUID) -> bool:
    """Whether this teen may have a likeness: one guardian and the teen said yes, and no guardian
    took it back (the stricter of two wins). One query."""
    rows = list(
        LikenessRelease.objects.filter(
            link__teen=teen_id, link__state=LinkState.ACTIVE, kind=ReleaseKind.ENROLMENT
        ).values_list("teen_at", "guardian_at", "withdrawn_by")
    )
    given = any(teen_at and guardian_at for teen_at, guardian_at, _by in rows)
    return given and not any(by == Side.GUARDIAN for _teen, _guardian, by in rows)


def agreed_guardians(teen_id: UUID) -> QuerySet[LikenessRelease, UUID]:
    """The ids of those guardians of whom the teen and they themselves agreed that the teen may
    approve them."""
    stand = LikenessRelease.objects.filter(STANDS, kind=ReleaseKind.GUARDIAN_USE)
    return stand.filter(link__teen=teen_id).values_list("link__guardian", flat=True)


def is_agreed_guardian(*, teen_id: UUID, adult_id: UUID) -> bool:
    """Whether `adult_id` is one of them. One query, whoever they are."""
    return agreed_guardians(teen_id).filter(link__guardian=adult_id).exists()


def releases_of(link: GuardianLink) -> QuerySet[LikenessRelease]:
    """What was said under this link."""
    return LikenessRelease.objects.filter(link=link).order_by("kind")


def stand_releases_of(link: GuardianLink) -> frozenset[ReleaseKind]:
    """Which of them stand: asked before something ends them."""
    stand = LikenessRelease.objects.filter(STANDS, link=link)
    return frozenset(ReleaseKind(kind) for kind in stand.values_list("kind", flat=True))


def tell_of_lost_release(link: GuardianLink, stood: Iterable[ReleaseKind]) -> None:
    """After `stood` ended: whoever holds a likeness of this teen hears of it, of the enrolment
    unless another guardian's release carries it."""
    ended = set(stood)
    if ReleaseKind.GUARDIAN_USE in ended:
        publish(GuardianUseEnded(teen_id=link.teen_id, guardian_id=link.guardian_id))
    if ReleaseKind.ENROLMENT in ended and not is_released(link.teen_id):
        publish(EnrolmentReleaseWithdrawn(user_id=link.teen_id))


def _acting(link: GuardianLink, by: User) -> GuardianLink:
    row = GuardianLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if not acts_for(row, by):
        raise StaleState
    return row


def _write(row: LikenessRelease, changes: dict[str, object]) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))


def _tell_other(link: GuardianLink, side: Side, kind: ReleaseKind, *, given: bool) -> None:
    if not acts_for(link):
        return
    other = link.guardian_id if side == Side.TEEN else link.teen_id
    data = {"link": link.public_id, "release": kind.value, "given": given, "by": side.value}
    owe(other, "family.release_changed", data)
    recheck_sockets(person_id=link.teen_id)
