"""What a person's own archive holds of the audit."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from audit import registry
from audit.models import AuditEvent, Tombstone, TombstoneDocument
from audit.registry import Audience
from audit.services import SEALED
from lib.exporting import CHUNK, LeftOut, Record, Walker
from lib.ids import IdKind

# What lib.api.patterns says of a typed id, anywhere in a text, and UUIDs as they are.
ID = re.compile(rf"({'|'.join(IdKind)})_[0-7][0-9a-hjkmnp-tv-z]{{25}}|[0-9a-f]{{8}}-?[0-9a-f]{{4}}")


def _rows(person: Any) -> Iterator[Record]:
    """Of actions whose rows the person may read: what was done to their account, and what they did
    themselves. Facts of the latter stay out: they may tell of whom it was done to. Who blocked them
    or follows them no more is nobody's business without a case (`by_case`), and not theirs either:
    of such rows they get their own alone."""
    me: str = person.public_id
    open_to_them = [one for one in registry.listing() if one.audience is Audience.SUBJECT]
    told = [one.name for one in open_to_them if not one.by_case]
    mine = Q(actor=me, action__in=[one.name for one in open_to_them])
    theirs = AuditEvent.objects.filter(mine | Q(target=me, action__in=told))
    rows = theirs.exclude(facts__has_key=SEALED).order_by("at", "pk")
    for row in rows.iterator(chunk_size=CHUNK):
        yield {
            "at": row.at,
            "action": row.action,
            "by_you": row.actor == me,
            "about_your_account": row.target == me,
            "facts": _codes(row.facts) if row.target == me else {},
        }


def _codes(facts: dict[str, Any]) -> dict[str, Any]:
    """Numbers and codes, without the ids of anything, which lead to other people."""
    return {
        name: value
        for name, value in facts.items()
        if isinstance(value, bool | int) or (isinstance(value, str) and not ID.search(value))
    }


WALKERS = (
    Walker(
        AuditEvent,
        "What was done to your account, and what you did, of what may be told to you.",
        _rows,
    ),
    LeftOut(
        (Tombstone, TombstoneDocument),
        "Ids and codes of what was erased or taken back; who is erased asks for no archive.",
    ),
)
