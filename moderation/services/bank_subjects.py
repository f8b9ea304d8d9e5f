"""From a thing that a person refused to entries by which it is known again, without its bytes."""

from django.db import transaction

from accounts.models import User
from lib.errors import DomainError, ErrorCode
from moderation.categories import Category
from moderation.detectors.hashes import Shown
from moderation.files import FileDigests
from moderation.models import (
    BankCause,
    BankedHash,
    HashBank,
    HashKind,
    Outcome,
    Review,
    ReviewState,
    ShownHash,
)
from moderation.services.bank_foreseeing import foreseen
from moderation.services.bank_proposals import propose
from moderation.services.banks import acting, own_bank

FEWEST_FRAMES = 3  # of a clip, further apart than a match reaches (abuse.md)


def remember_shown(subject: str, *, shown: Shown, files: FileDigests | None) -> None:
    """Keep what a thing shows; safe to do again."""
    rows = [
        ShownHash(
            subject=subject, kind=HashKind.PDQ, hash=one.hex, quality=one.quality, at_seconds=at
        )
        for one, at in shown.frames
    ]
    if files is not None:
        rows.append(ShownHash(subject=subject, kind=HashKind.MD5, hash=files.md5))
        rows.append(ShownHash(subject=subject, kind=HashKind.SHA1, hash=files.sha1))
    ShownHash.objects.bulk_create(rows, ignore_conflicts=True)


def forget_shown(subject: str) -> None:
    """The thing is gone. What was banked of it stays: that is a decision of its own."""
    ShownHash.objects.filter(subject=subject).delete()


def would_meet(subject: str) -> int:
    """The dry run: how many other things of ours the entries from this one would meet."""
    rows = _bankable(subject)
    found: set[str] = set()
    for kind in HashKind:
        if hashes := [row.hash for row in rows if row.kind == kind]:
            found |= foreseen(kind, hashes)
    return len(found - {subject})


def bank_subject(
    subject: str, *, category: Category, by: User, expected: int | None = None
) -> list[BankedHash]:
    """Propose all that a refused thing shows. Another person has to confirm each entry.

    Raises DomainError `invalid` where no person refused it, where it shows fewer than three frames
    that differ, or where it is too common; `permission_denied`; `stale_state`.
    """
    acting(by)
    _refuse_undecided(subject)
    return [entry for entry, made in _bank(subject, category, by, expected) if made]


def bank_for(
    subject: str, *, cause: str, category: Category, by: User, expected: int | None = None
) -> list[BankedHash]:
    """The same for a decision of enforcement, which `cause` names. Returns the entries that stand
    for it: those that it proposed, and those that stand for other decisions already; what was added
    at the desk stays the desk's. Raises as `bank_subject`, but for the person's refusal."""
    acting(by)
    with transaction.atomic():
        mine = [
            entry
            for entry, made in _bank(subject, category, by, expected)
            if made or entry.causes.exists()
        ]
        for entry in mine:
            BankCause.objects.get_or_create(entry=entry, cause=cause)
    return mine


def _bank(
    subject: str, category: Category, by: User, expected: int | None
) -> list[tuple[BankedHash, bool]]:
    """Every entry of the thing, and whether it is new."""
    rows = _bankable(subject)
    if sum(row.kind == HashKind.PDQ for row in rows) < FEWEST_FRAMES:
        raise DomainError(
            ErrorCode.INVALID, "It shows fewer than three frames that can be told apart."
        )
    with transaction.atomic():
        bank = own_bank(category, by=by)
        there = {(one.kind, one.hash): one for one in bank.entries.filter(origin=subject)}
        return [
            (there[row.kind, row.hash], False)
            if (row.kind, row.hash) in there
            else (_propose(bank, row, by, expected), True)
            for row in rows
        ]


def _propose(bank: HashBank, row: ShownHash, by: User, expected: int | None) -> BankedHash:
    return propose(
        bank=bank,
        kind=HashKind(row.kind),
        hash_hex=row.hash,
        quality=row.quality,
        source="decision",
        by=by,
        expected=expected,
        origin=row.subject,
    )


def _bankable(subject: str) -> list[ShownHash]:
    return list(ShownHash.objects.filter(subject=subject).order_by("pk"))


def _refuse_undecided(subject: str) -> None:
    last = Review.objects.filter(subject=subject, state=ReviewState.DECIDED)
    newest = last.order_by("-decided_at").first()
    if newest is None or newest.outcome != Outcome.REFUSED:
        raise DomainError(ErrorCode.INVALID, "No person has refused this thing.")
