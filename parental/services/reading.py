"""What both read of a link: the limits as they hold, and days in numbers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.safeguards import TEEN_DEFAULTS, Limit, Value, effective, stricter
from parental.activity import Day, days_of
from parental.models import Control, GuardianLink
from parental.selectors import is_shown
from parental.states import LinkState
from parental.values import SETTABLE


@dataclass(frozen=True, slots=True)
class ShownControl:
    """One limit: what this guardian set (None: nothing), and what holds for the teen."""

    limit: Limit
    value: Value | None
    set_at: datetime | None
    effective: Value


def controls_of(link: GuardianLink, viewer: User) -> list[ShownControl]:
    """Every limit that guardians set, in their order.

    A guardian whom a teen fled from reads what would hold if they had not.
    """
    rows = {row.limit: row for row in Control.objects.filter(link=link)}
    holds = _held(link.teen)
    if link.state != LinkState.ACTIVE:
        holds = _as_if(rows, holds)
    return [
        ShownControl(
            limit=limit,
            value=rows[limit].value if limit in rows else None,
            set_at=rows[limit].set_at if limit in rows else None,
            effective=holds[limit],
        )
        for limit in SETTABLE
    ]


def activity_of(link: GuardianLink, *, days: int) -> list[Day]:
    """The teen's last days in numbers; none after the link ended, whatever its guardian reads."""
    until = link.ended_at if is_shown(link) else None
    return days_of(link.teen_id, days=days, until=until)


def _held(teen: User) -> dict[Limit, Any]:
    limits = effective(teen)
    return {limit: limits.value(limit) for limit in SETTABLE}


def _as_if(rows: dict[str, Control], holds: dict[Limit, Any]) -> dict[Limit, Any]:
    """With what this guardian set, and as of a teen: what the law, another guardian or the teen
    hold stays in it, else the answer would change in the minute of the flight."""
    shown: dict[Limit, Any] = {
        limit: stricter(limit, TEEN_DEFAULTS[limit], holds[limit]) for limit in SETTABLE
    }
    for name, row in rows.items():
        shown[Limit(name)] = stricter(Limit(name), shown[Limit(name)], row.value)
    return shown
