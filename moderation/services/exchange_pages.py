"""One page of an exchange into its bank, in the caller's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from moderation.detectors.hashes import bank_refusal
from moderation.exchanges.base import Change, Page
from moderation.models import BankedHash, EntryState, Exchange, HashKind

HEX = frozenset("0123456789abcdef")
LENGTHS = {HashKind.MD5: 32, HashKind.SHA1: 40}
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Kept:
    """`refused`: hashes that are none, or that tell no picture from others."""

    added: int = 0
    removed: int = 0
    refused: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(
            self.added + other.added, self.removed + other.removed, self.refused + other.refused
        )


def keep(exchange: Exchange, page: Page) -> Kept:
    """What stands in a page takes the place of what its entries had; rows that stay keep their
    ids, hits and pauses. Safe to do again."""
    latest = {change.external_id: change for change in page.changes}
    total = Kept(refused=page.refused)
    changes = list(latest.values())
    for start in range(0, len(changes), BATCH):
        total += _keep_some(exchange, changes[start : start + BATCH])
    return total


def remove_untouched(exchange: Exchange, since: str) -> Kept:
    """A list was read whole: what did not stand in it is gone."""
    before = parse_datetime(since)
    old = BankedHash.objects.filter(bank_id=exchange.bank_id, changed_at__lt=before)
    return Kept(removed=old.delete()[1].get("moderation.BankedHash", 0))


def _keep_some(exchange: Exchange, changes: list[Change]) -> Kept:
    now = timezone.now()
    mine = BankedHash.objects.filter(
        bank_id=exchange.bank_id, external_id__in=[change.external_id for change in changes]
    )
    old = {(row[1], row[2], row[3]): row[0] for row in mine.values_list(
        "pk", "external_id", "kind", "hash"
    )}  # fmt: skip
    wanted = {
        (change.external_id, kind.value, text) for change in changes for kind, text in change.hashes
    }
    sound = {one for one in wanted if _is_sound(HashKind(one[1]), one[2])}
    gone = [key for one, key in old.items() if one not in sound]
    removed = BankedHash.objects.filter(pk__in=gone).delete()[1].get("moderation.BankedHash", 0)
    mine.filter(pk__in=[old[one] for one in sound & old.keys()]).update(changed_at=now)
    new = BankedHash.objects.bulk_create(_rows(exchange, sorted(sound - old.keys())))
    return Kept(len(new), removed, len(wanted) - len(sound))


def _rows(exchange: Exchange, wanted: Iterable[tuple[str, str, str]]) -> list[BankedHash]:
    return [
        BankedHash(
            bank_id=exchange.bank_id,
            kind=kind,
            hash=text,
            external_id=external_id,
            source=exchange.name,
            state=EntryState.ACTIVE,
            added_by="system:exchanges",
        )
        for external_id, kind, text in wanted
    ]


def _is_sound(kind: HashKind, text: str) -> bool:
    if kind == HashKind.PDQ:
        return bank_refusal(text, None) is None
    return len(text) == LENGTHS[kind] and set(text) <= HEX
