"""Many terms at once: all or none, after a look at how much harmless text they would hit."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from moderation.detectors.lexicon.terms import Edges
from moderation.detectors.term_banks import Draft
from moderation.detectors.term_banks.alarm import Alarm, alarm
from moderation.models import Term, TermBank
from moderation.services.terms.editing import revise

LOOKED_UP_AT_ONCE = 5_000
WRITTEN_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What adding would do: `known` are in the bank already and stay as they are."""

    new: tuple[tuple[Draft, str], ...]
    known: int
    alarm: Alarm


def plan(bank: TermBank, drafts: Sequence[tuple[Draft, str]]) -> Plan:
    """A dry run. Writes nothing."""
    folded = [draft.folded for draft, _ in drafts]
    known: set[str] = set()
    for first in range(0, len(folded), LOOKED_UP_AT_ONCE):
        part = folded[first : first + LOOKED_UP_AT_ONCE]
        rows = Term.objects.filter(bank=bank, folded__in=part)
        known.update(rows.values_list("folded", flat=True))
    new = tuple(pair for pair in drafts if pair[0].folded not in known)
    found = alarm([draft for draft, _ in new], edges=Edges(bank.edges))
    return Plan(new, len(drafts) - len(new), found)


def add_terms(
    *, bank: TermBank, planned: Plan, source: str, actor: Actor, force: bool = False
) -> int:
    """Put in what a plan found new; how many. `source` is for those that name none.

    Raises DomainError `invalid` where the alarm rang and nobody insisted, `stale_state` where
    somebody else put one of them in meanwhile.
    """
    if planned.alarm.rings and not force:
        raise DomainError(ErrorCode.INVALID, planned.alarm.said)
    rows = [
        Term(
            bank=bank,
            text=draft.text,
            folded=draft.folded,
            harmless=draft.harmless,
            source=named or source,
            added_by=str(actor),
        )
        for draft, named in planned.new
    ]
    if not rows:
        return 0
    try:
        with transaction.atomic():
            revise(bank)
            Term.objects.bulk_create(rows, batch_size=WRITTEN_AT_ONCE)
            record(
                "moderation.terms.added",
                actor=actor,
                target=str(bank.pk),
                terms=len(rows),
                term=str(rows[0].pk) if len(rows) == 1 else None,
                forced=planned.alarm.rings,
            )
    except IntegrityError:
        raise DomainError(
            ErrorCode.STALE_STATE, "Somebody added one of these meanwhile. Try again."
        ) from None
    return len(rows)
