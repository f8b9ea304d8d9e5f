"""What a person's own archive holds of the audit."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from audit import registry
from audit.models import AuditEvent
from audit.registry import Audience
from lib.exporting import CHUNK, Record, Walker
from lib.ids import IdKind

# What lib.api.patterns says of a typed id, anywhere in a text, and UUIDs as they are.
ID = re.compile(rf"({'|'.join(IdKind)})_[0-7][0-9a-hjkmnp-tv-z]{{25}}|[0-9a-f]{{8}}-?[0-9a-f]{{4}}")


def _rows(person: Any) -> Iterator[Record]:
    """Of actions whose rows the person may read: what was done to their account, and what they did
    themselves. Facts of the latter stay out: they may tell of whom it was done to."""
    me: str = person.public_id
    open_to_them = [
        action.name for action in registry.listing() if action.audience is Audience.SUBJECT
    ]
    mine = Q(target=me) | Q(actor=me)
    rows = AuditEvent.objects.filter(mine, action__in=open_to_them).order_by("at", "pk")
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
)
