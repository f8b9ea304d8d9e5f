"""Gates: the one way in which a limit is enforced, and the list of all places where one is.

A room declares a gate beside the rule that it serves and asks it there. A gate with limits that
can refuse (`Gate.refusal`) answers a DomainError whose code belongs to the limit. A limit that
narrows what is answered instead is read with `effective(person).value(…)`; it is declared all the
same, so that the page of docs and the tests know every door.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.safeguards.layers import Safeguards, effective
from accounts.safeguards.limits import Limit
from accounts.safeguards.supervision import enrolment_is_released
from accounts.safeguards.watching import watched
from accounts.safeguards.words import moment
from lib.errors import DomainError, ErrorCode

Clause = Callable[[User, Safeguards, datetime], DomainError | None]


@dataclass(frozen=True, slots=True)
class Gate:
    """`doors`: `METHOD /path` below /api/v1 as the URLconf writes it; none where no request passes:
    then `behind` says who asks, or nothing where nobody does yet. `limits` refuse, `narrows`
    shorten the answer. `how`: what happens, for the page."""

    name: str
    doors: tuple[str, ...]
    limits: tuple[Limit, ...] = ()
    narrows: tuple[Limit, ...] = ()
    how: str = field(kw_only=True)
    behind: str = field(kw_only=True, default="")

    def refusal(
        self, person: User, limits: Safeguards | None = None, *, at: datetime | None = None
    ) -> DomainError | None:
        """Why `person` may not pass now, or None; `limits`: theirs, where they were read."""
        limits = limits or effective(person, at=at)
        now = at or timezone.now()
        refusals = (CLAUSES[limit](person, limits, now) for limit in self.limits)
        return next((one for one in refusals if one), None)

    def refuse(self, person: User, limits: Safeguards | None = None) -> None:
        """Raises what `refusal` answers."""
        if refusal := self.refusal(person, limits):
            raise refusal


_gates: dict[str, Gate] = {}


def declare(gate: Gate) -> Gate:
    """Make it known. Raises ValueError for a name that is taken, or a limit that cannot refuse."""
    if _gates.setdefault(gate.name, gate) != gate:
        raise ValueError(f"there are two gates {gate.name}")
    if without := set(gate.limits) - set(CLAUSES):
        raise ValueError(f"{gate.name}: no clause for {sorted(without)}")
    return gate


def listing() -> list[Gate]:
    """All gates, by name."""
    return [_gates[name] for name in sorted(_gates)]


def _creation(person: User, limits: Safeguards, at: datetime) -> DomainError | None:
    if limits.permits(Limit.CREATION, "on"):
        return None
    return DomainError(ErrorCode.CREATION_OFF, _("Making videos is switched off for you."))


def _hours(person: User, limits: Safeguards, at: datetime) -> DomainError | None:
    until = limits.closed_until(at)
    if until is None:
        return None
    return DomainError(
        ErrorCode.QUIET_HOURS,
        _("Quiet hours: nothing is made until %(time)s.") % {"time": _when(limits, until)},
        retry_after=_seconds(at, until),
    )


def _minutes(person: User, limits: Safeguards, at: datetime) -> DomainError | None:
    today = watched(person, limits, at=at)
    if not today.is_over:
        return None
    return DomainError(
        ErrorCode.DAILY_LIMIT_REACHED,
        _("You have watched as long as is set for a day. It begins anew at %(time)s.")
        % {"time": _when(limits, today.until)},
        retry_after=_seconds(at, today.until),
    )


def _enrolment(person: User, limits: Safeguards, at: datetime) -> DomainError | None:
    if limits.permits(Limit.ENROLMENT, "allowed") or enrolment_is_released(person):
        return None
    return DomainError(
        ErrorCode.GUARDIAN_RELEASE_REQUIRED,
        _("For people under 18 a linked guardian must release this first."),
    )


CLAUSES: dict[Limit, Clause] = {
    Limit.CREATION: _creation,
    Limit.QUIET_HOURS: _hours,
    Limit.SCHOOL_HOURS: _hours,
    Limit.DAILY_MINUTES: _minutes,
    Limit.ENROLMENT: _enrolment,
}
CODES: dict[Limit, ErrorCode] = {
    Limit.CREATION: ErrorCode.CREATION_OFF,
    Limit.QUIET_HOURS: ErrorCode.QUIET_HOURS,
    Limit.SCHOOL_HOURS: ErrorCode.QUIET_HOURS,
    Limit.DAILY_MINUTES: ErrorCode.DAILY_LIMIT_REACHED,
    Limit.ENROLMENT: ErrorCode.GUARDIAN_RELEASE_REQUIRED,
}


def _when(limits: Safeguards, until: datetime) -> str:
    return moment(until, limits.places[0])


def _seconds(at: datetime, until: datetime) -> int:
    return max(1, ceil((until - at).total_seconds()))
