"""An own entry's way into use: proposed, agreed to by others, counted, and only then of effect.

One insider, a black frame or a text card must not stop thousands of other people's films, so each
step is another person's or takes time, and each is undone by `remove_hash`.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.states import advance, record_initial
from moderation.detectors.hashes import MAX_DISTANCE, bank_refusal
from moderation.models import (
    IN_EFFECT,
    BankConfirmation,
    BankedHash,
    EntryState,
    HashBank,
    HashKind,
    SourceKind,
)
from moderation.services.bank_foreseeing import foreseen
from moderation.services.banks import acting, refuse_loosening

# Ours: long enough that a common picture has met its innocent look-alikes.
SHADOW_FOR = timedelta(days=1)
# A proposal that would stop more things of ours than this is no known picture but a common one.
MOST_FORESEEN = 20


def propose(
    *,
    bank: HashBank,
    kind: HashKind,
    hash_hex: str,
    source: str,
    by: User | Actor,
    quality: int | None = None,
    max_distance: int = MAX_DISTANCE,
    expected: int | None = None,
    origin: str = "",
    note: str = "",
) -> BankedHash:
    """Put one hash in, without any effect yet.

    `expected` is what the dry run told: with more than that by now, it is refused. Raises
    DomainError `invalid` (too flat, too common), `unique`, `stale_state`, `permission_denied`.
    """
    actor = acting(by)
    _refuse_unsound(bank, kind, hash_hex, quality)
    things = foreseen(kind, [hash_hex], within=max_distance) - {origin}
    _refuse_common(len(things), expected)
    try:
        with transaction.atomic():
            entry = BankedHash.objects.create(
                bank=bank, kind=kind, hash=hash_hex, quality=quality, max_distance=max_distance,
                source=source, origin=origin, note=note, foreseen=len(things),
                added_by=str(actor),
            )  # fmt: skip
            record_initial(entry, actor=actor, reason="proposed")
            record(
                "moderation.hash.added",
                actor=actor,
                target=str(entry.pk),
                category=bank.category,
                foreseen=len(things),
            )
    except IntegrityError:
        raise DomainError(ErrorCode.UNIQUE, "This hash is in the bank already.") from None
    return entry


def confirm(*, entry: BankedHash, by: User) -> BankedHash:
    """A person who did not add it agrees. The first time it goes into the shadow; after the second
    it may do what its bank's action says. Raises DomainError `permission_denied`, `unique`."""
    actor = acting(by)
    if str(actor) == entry.added_by:
        raise DomainError(ErrorCode.PERMISSION_DENIED, "Another person than its adder confirms.")
    try:
        with transaction.atomic():
            row = BankedHash.objects.select_for_update(of=("self",)).get(pk=entry.pk)
            _refuse_foreign(row)
            BankConfirmation.objects.create(entry=row, by=str(actor))
            if row.state == EntryState.PROPOSED:
                _into_shadow(row, actor=actor, reason="confirmed by a second person")
            else:
                BankedHash.objects.filter(pk=row.pk).update(changed_at=timezone.now())
            record("moderation.hash.confirmed", actor=actor, target=str(row.pk))
    except IntegrityError:
        raise DomainError(ErrorCode.UNIQUE, "You have confirmed this before.") from None
    return row


def activate(*, entry: BankedHash, by: User) -> BankedHash:
    """From counting to effect, once it was in the shadow for a day and met few people."""
    actor = acting(by)
    with transaction.atomic():
        row = BankedHash.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        since = row.shadow_since
        if row.state == EntryState.SHADOW and (
            since is None or since > timezone.now() - SHADOW_FOR
        ):
            raise DomainError(ErrorCode.INVALID, "It has to be in the shadow for a day first.")
        advance(
            row, to=EntryState.ACTIVE, actor=actor, reason="activated", changed_at=timezone.now()
        )
        record("moderation.hash.activated", actor=actor, target=str(row.pk))
    return row


def rest(*, entry: BankedHash, by: User) -> BankedHash:
    """Back into the shadow: one that is in effect, or that its alarm has put out of action."""
    actor = acting(by)
    with transaction.atomic():
        row = BankedHash.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        _refuse_foreign(row)
        if row.state in IN_EFFECT:
            refuse_loosening(row.bank, by=by)
        _into_shadow(row, actor=actor, reason="back into the shadow")
        record("moderation.hash.rested", actor=actor, target=str(row.pk))
    return row


def _into_shadow(row: BankedHash, *, actor: Actor, reason: str) -> None:
    now = timezone.now()
    advance(row, to=EntryState.SHADOW, actor=actor, reason=reason, shadow_since=now, changed_at=now)


def _refuse_foreign(row: BankedHash) -> None:
    if row.bank.source_kind != SourceKind.OWN:
        raise DomainError(ErrorCode.INVALID, "An exchange's entries are the exchange's.")


def _refuse_unsound(bank: HashBank, kind: HashKind, text: str, quality: int | None) -> None:
    if bank.source_kind != SourceKind.OWN:
        raise DomainError(ErrorCode.INVALID, "An exchange alone fills its bank.")
    if kind == HashKind.PDQ:
        if quality is None:
            raise DomainError(ErrorCode.REQUIRED, "A PDQ hash needs its quality.", attr="quality")
        if refusal := bank_refusal(text, quality):
            raise DomainError(
                ErrorCode.INVALID, f"This hash tells no picture from others: {refusal}."
            )
    elif len(text) != LENGTHS[kind] or set(text) - set("0123456789abcdef"):
        raise DomainError(ErrorCode.INVALID, "This is no hash of that kind.", attr="hash")


LENGTHS = {HashKind.MD5: 32, HashKind.SHA1: 40}


def _refuse_common(count: int, expected: int | None) -> None:
    if count > MOST_FORESEEN:
        raise DomainError(ErrorCode.INVALID, f"It would meet {count} other things of ours.")
    if expected is not None and count > expected:
        raise DomainError(
            ErrorCode.STALE_STATE, f"It would meet {count} things by now; look at it again."
        )
