"""Asking for a likeness, and the owner's answer."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.policies import see_person
from audit.services import record
from cameos.models import Cameo, CameoGrant, CameoRequest, RequestState
from cameos.models.request_states import LOOKS_WAITING
from cameos.permissions.deciding import use_refusal
from cameos.permissions.facts import Facts, facts_of
from cameos.permissions.refusals import Refusal
from cameos.permissions.words import NO_WORDS
from cameos.services import notes
from cameos.services.granting import Bounds, grant
from cameos.states import VERIFIED, CameoState
from inbox.services import notify
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.ids import IdKind, encode
from lib.repairs import repair_each
from lib.states import advance, record_initial

KEEPER = Actor.system("keeper")
REQUEST_LASTS = timedelta(days=14)  # ours: time to see it on a holiday
# Ours: whoever was not approved so often within so long is not heard for a while, so that asking
# is no way to pester; to them it looks like every time before.
MOST_UNANSWERED = 3
COUNTED_FOR = timedelta(days=90)
# What approval would change. Everything else is not the owner's to approve, or not to be told.
ASKABLE = frozenset(
    {None, Refusal.NOT_APPROVED, Refusal.NOT_MUTUAL, Refusal.EXPIRED, Refusal.NOTHING_LENT}
)


def ask(*, cameo_id: UUID, by: User, note: str = "", named: UUID | None = None) -> CameoRequest:
    """`by` asks for a likeness, whether there is one or not: the answer tells nothing. `named`:
    under what they know it, where that is not its own id.

    Raises DomainError `already_asked` while an earlier one looks unanswered,
    `not_allowed_for_self`; for a note `invalid_characters`, `max_length` or `cooling_off`.
    """
    actor = Actor.person(by.pk)
    facts = facts_of(cameo_id, by)
    cameo = facts.cameo
    if facts.asker.is_owner:
        raise DomainError(ErrorCode.NOT_ALLOWED_FOR_SELF, _("That is you."))
    words = notes.accepted(note, by=by)
    with transaction.atomic():
        known_as = named or cameo_id
        _expire_mine(known_as, by)
        heard = _is_heard(facts, known_as, by)
        row = _made(cameo_id, known_as, by, heard=heard, words=words)
        record_initial(row, actor=actor, reason="asked")
        record("cameos.request.made", actor=actor, target=row.public_id)
        notes.submit(row)
        if row.heard and cameo is not None:
            notify(
                person_id=cameo.owner_id,
                type="cameo.requested",
                data={"cameo": cameo.public_id, "request": row.public_id},
                about=row.pk,
                actor_id=by.pk,
            )
    return row


def approve(*, request: CameoRequest, cameo: Cameo, by: User, bounds: Bounds) -> CameoGrant:
    """Grant what was asked for. Raises as `granting.grant` does, and StaleState."""
    with transaction.atomic():
        made = grant(cameo=cameo, to=request.person, by=by, bounds=bounds)
        _answer(request, RequestState.APPROVED, by=by)
        notify(
            person_id=request.person_id,
            type="cameo.approved",
            data={"cameo": encode(IdKind.CAMEO, request.named), "request": request.public_id},
            about=request.pk,
            actor_id=by.pk,
        )
    return made


def deny(*, request: CameoRequest, by: User) -> None:
    """Silent: whoever asked sees it wait until it runs out. Raises StaleState."""
    with transaction.atomic():
        _answer(request, RequestState.DENIED, by=by, denied_at=timezone.now())


def take_back(*, request: CameoRequest, by: User) -> None:
    """Whoever asked does not want it any more; said twice, nothing changes."""
    with transaction.atomic():
        row = CameoRequest.objects.select_for_update().get(pk=request.pk)
        if row.state in LOOKS_WAITING:
            _close(row, RequestState.TAKEN_BACK, actor=Actor.person(by.pk), why="taken back")


def expire_requests() -> int:
    """What nobody answered ends. Returns how many."""
    old = CameoRequest.objects.filter(state__in=LOOKS_WAITING, expires_at__lte=timezone.now())
    return repair_each(old, _expire, by="expires_at")


def _is_heard(facts: Facts, named: UUID, person: User) -> bool:
    """Whether the owner is told, and could say yes."""
    cameo, likeness = facts.cameo, facts.likeness
    if cameo is None or likeness is None or cameo.state not in VERIFIED:
        return False
    # Both must be able to see each other: a teen makes the first step (F11).
    if not see_person.allows(person, cameo.owner) or not see_person.allows(cameo.owner, person):
        return False
    # A pause passes; what else stands against it does not by approval.
    running = replace(likeness, state=CameoState.ACTIVE, paused=False)
    if use_refusal(running, facts.asker, NO_WORDS, timezone.now()) not in ASKABLE:
        return False
    asked = CameoRequest.objects.filter(
        Q(cameo_id=cameo.pk) | Q(named=named),
        person=person,
        asked_at__gt=timezone.now() - COUNTED_FOR,
    )
    # Under another name it is the same question.
    waiting = Q(state=RequestState.WAITING, heard=True, expires_at__gt=timezone.now())
    if asked.filter(waiting).exists():
        return False
    return asked.exclude(state=RequestState.APPROVED).count() < MOST_UNANSWERED


def _made(cameo_id: UUID, named: UUID, by: User, *, heard: bool, words: str | None) -> CameoRequest:
    now = timezone.now()
    try:
        with transaction.atomic():
            return CameoRequest.objects.create(
                cameo_id=cameo_id, named=named, person=by, heard=heard, asked_at=now,
                expires_at=now + REQUEST_LASTS, **notes.fields(words, since=now),
            )  # fmt: skip
    except IntegrityError:
        raise DomainError(
            ErrorCode.ALREADY_ASKED, _("You have asked already, and it is not answered yet.")
        ) from None


def _expire_mine(named: UUID, person: User) -> None:
    """The clock may be late; whoever asks again must not notice."""
    mine = CameoRequest.objects.select_for_update().filter(
        named=named, person=person, state__in=LOOKS_WAITING
    )
    for row in mine.filter(expires_at__lte=timezone.now()):
        _expire(row)


def _expire(row: CameoRequest) -> None:
    _close(row, RequestState.EXPIRED, actor=KEEPER, why="expired")


def _answer(request: CameoRequest, to: RequestState, *, by: User, **changes: Any) -> None:
    _close(request, to, actor=Actor.person(by.pk), why=to.value, **changes)
    record(
        "cameos.request.answered",
        actor=Actor.person(by.pk),
        target=encode(IdKind.CAMEO, request.cameo_id),
        request=request.public_id,
        answer=to.value,
    )


def _close(row: CameoRequest, to: RequestState, *, actor: Actor, why: str, **changes: Any) -> None:
    """A note is read while a request waits, and by nobody after it."""
    advance(row, to=to, actor=actor, reason=why, **notes.erased(row), **changes)


def sever_request(row: CameoRequest, *, actor: Actor, why: str) -> None:
    """Between these two nothing is asked any more; it goes on looking like waiting."""
    _close(row, RequestState.SEVERED, actor=actor, why=why)
