"""What an owner grants to one person, and takes back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policies import is_blocked_between
from audit.services import record
from cameos.events import PermissionSevered
from cameos.ledger.facts import GrantUsed
from cameos.ledger.of_grants import grant_ended, grant_given
from cameos.ledger.recording import record_consent
from cameos.locking import take
from cameos.models import Cameo, CameoGrant, GrantState
from cameos.permissions.terms import Cap, Scope
from cameos.services.permitting import ClosedToTeens
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound
from lib.events import publish
from lib.ids import IdKind, encode
from lib.repairs import repair_each
from lib.states import advance, record_initial
from parental.services.releasing import is_agreed_guardian

KEEPER = Actor.system("keeper")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an owner sets for one person."""

    once: bool = False
    until: datetime | None = None
    scopes: tuple[Scope, ...] = tuple(Scope)
    cap: Cap = Cap.EVERYONE
    no_remix: bool = False
    no_download: bool = False


def grant(*, cameo: Cameo, to: User, by: User, bounds: Bounds) -> CameoGrant:
    """`to` may use `cameo`, within `bounds`; a grant that they had is replaced.

    The caller has found that the owner may see `to`; where a block came since, NotFound. Raises
    ClosedToTeens for an adult and somebody's likeness who may be under 18; DomainError
    `not_allowed_for_self`, `min_value` for a time that has passed.
    """
    actor = Actor.person(by.pk)
    with transaction.atomic():
        row = take(cameo.pk)
        if refusal := grant_refusal(row, to, bounds):
            raise refusal
        # Under the lock, which a block takes to sever: it came before, or severs this grant.
        if is_blocked_between(row.owner_id, to.pk):
            raise NotFound
        _end(_live(row, to), GrantState.REPLACED, actor=actor, why="replaced")
        made = CameoGrant.objects.create(
            cameo=row, person=to, once=bounds.once, until=bounds.until, cap=bounds.cap,
            scopes=sorted(bounds.scopes), no_remix=bounds.no_remix,
            no_download=bounds.no_download,
        )  # fmt: skip
        record_initial(made, actor=actor, reason="granted")
        record_consent(cameo_id=row.pk, fact=grant_given(made), actor=actor)
        record(
            "cameos.grant.made",
            actor=actor,
            target=cameo.public_id,
            grant=made.public_id,
            person=to.public_id,
            once=made.once,
            until=made.until.isoformat() if made.until else None,
        )
    return made


def grant_refusal(cameo: Cameo, to: User, bounds: Bounds) -> DomainError | None:
    """Why this cannot be granted, or None."""
    # One's own likeness is one's own.
    if cameo.owner_id == to.pk:
        return DomainError(ErrorCode.NOT_ALLOWED_FOR_SELF, _("That is you."))
    # A grant in the past grants nothing.
    if bounds.until is not None and bounds.until <= timezone.now():
        return DomainError(ErrorCode.MIN_VALUE, _("This time has passed."), attr="until")
    # Abuse table, "a teen's likeness": adults never, however young they lately say to be, but a
    # linked guardian where both agreed.
    guardian = is_agreed_guardian(teen_id=cameo.owner_id, adult_id=to.pk)
    if not cameo.owner.is_adult and not to.is_among_teens and not guardian:
        return ClosedToTeens(_("Until you are 18, adults cannot use your likeness."))
    return None


def withdraw(*, grant: CameoGrant, by: User) -> None:
    """Take it back; what waits or runs under it ends. Said twice, nothing changes."""
    with transaction.atomic():
        take(grant.cameo_id)
        row = CameoGrant.objects.select_related("cameo").get(pk=grant.pk)
        if row.state != GrantState.LIVE:
            return
        _end([row], GrantState.WITHDRAWN, actor=Actor.person(by.pk), why="withdrawn")
        publish(PermissionSevered(row.cameo_id, row.person_id, "withdrawn"))


def use_up(grant: CameoGrant, *, actor: Actor) -> None:
    """The one use of a grant for once, in the transaction of that use.

    Of two uses at the same time one gets StaleState: nothing of its transaction stays.
    """
    advance(grant, to=GrantState.USED, actor=actor, reason="used", ended_at=timezone.now())
    used = GrantUsed(grant=grant.public_id, person=encode(IdKind.USER, grant.person_id))
    record_consent(cameo_id=grant.cameo_id, fact=used, actor=actor)
    record(
        "cameos.grant.ended", actor=actor, target=grant.cameo.public_id,
        grant=grant.public_id, why="used",
    )  # fmt: skip


def sever_grants(rows: Iterable[CameoGrant], *, actor: Actor, why: str) -> None:
    """End these for a reason that is not the owner's word about them."""
    _end(rows, GrantState.SEVERED, actor=actor, why=why)


def expire_grants() -> int:
    """Write down what holds already: grants whose time has passed. Returns of how many cameos."""
    # The cameo is locked first, as by whoever uses or ends a grant: else the two wait in a ring.
    lent = Cameo.objects.filter(Exists(_passed().filter(cameo=OuterRef("pk"))))
    return repair_each(lent, _expire, by="created_at")


def _passed() -> QuerySet[CameoGrant]:
    return CameoGrant.objects.filter(state=GrantState.LIVE, until__lte=timezone.now())


def _expire(cameo: Cameo) -> None:
    rows = _passed().filter(cameo=cameo).select_related("cameo")
    _end(rows, GrantState.EXPIRED, actor=KEEPER, why="expired")


def _live(cameo: Cameo, person: User) -> Iterable[CameoGrant]:
    return CameoGrant.objects.filter(cameo=cameo, person=person, state=GrantState.LIVE)


def _end(rows: Iterable[CameoGrant], to: GrantState, *, actor: Actor, why: str) -> None:
    for row in list(rows):
        advance(row, to=to, actor=actor, reason=why, ended_at=timezone.now())
        record_consent(cameo_id=row.cameo_id, fact=grant_ended(row, why=why), actor=actor)
        record(
            "cameos.grant.ended", actor=actor, target=row.cameo.public_id,
            grant=row.public_id, why=why,
        )  # fmt: skip
