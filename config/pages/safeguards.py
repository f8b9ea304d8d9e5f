"""Pages about limits: what holds by default, where each is enforced, and whose age means what."""

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.ages import Held, settle
from accounts.models import AgeBand, AgeSource
from accounts.safeguards import ADULT_DEFAULTS, SCALES, TEEN_DEFAULTS, WINDOWED, Limit, Value
from accounts.safeguards.gates import CODES, Gate, listing
from accounts.safeguards.jurisdictions import in_force
from config.pages.tables import page, table
from lib.errors import HTTP_STATUS, ErrorCode

OPEN = "open"


@dataclass(frozen=True, slots=True)
class Signals:
    """What somebody declared at sign-up (None: nothing), and one signal after that."""

    declared: AgeBand | None
    source: AgeSource | None = None
    said: AgeBand | None = None

    @property
    def held(self) -> AgeBand:
        """The band that holds."""
        by = AgeSource.SELF_DECLARED if self.declared else None
        before = Held(self.declared or AgeBand.UNKNOWN, by)
        if self.source is None or self.said is None:
            return before.band
        return settle(before, Held(self.said, self.source)).band

    @property
    def words(self) -> str:
        """As a row of the table names it."""
        first = f"declared {self.declared}" if self.declared else "nothing declared"
        return f"{first}, then {self.source}: {self.said}" if self.source else first


def signals() -> Iterator[Signals]:
    """Every kind of signal, each against what it contradicts."""
    for declared in (AgeBand.ADULT, AgeBand.TEEN, None):
        yield Signals(declared)
    for source in AgeSource:
        if source != AgeSource.SELF_DECLARED:
            yield Signals(AgeBand.ADULT, source, AgeBand.TEEN)
            yield Signals(AgeBand.TEEN, source, AgeBand.ADULT)


def strictest(limit: Limit) -> str:
    """What the strictest control sets, in words."""
    if limit in WINDOWED:
        return "every hour"
    return _value(limit, 0 if limit == Limit.DAILY_MINUTES else SCALES[limit][0])


def refused_with(limit: Limit, band: AgeBand, *, controlled: bool) -> ErrorCode | None:
    """With which code a limit refuses somebody of a band at its doors: without a control, which
    of hours and minutes means as long as some are left, or with the strictest one."""
    minor = band != AgeBand.ADULT
    by_default = limit == Limit.ENROLMENT and minor
    return CODES.get(limit) if controlled or by_default else None


def safeguards_page() -> str:
    """Limits, doors, and the table of age signals, controls and endpoints."""
    limits = [
        (f"`{limit}`", _scale(limit), _value(limit, TEEN_DEFAULTS[limit]),
         _value(limit, ADULT_DEFAULTS[limit]))
        for limit in Limit
    ]  # fmt: skip
    doors = [
        (f"`{limit}`",
         ", ".join(f"`{door}`" for door in gate.doors) or gate.behind or "not built: `policies.py`",
         _code(gate, limit), gate.how)
        for limit in Limit for gate in _gates_of(limit)
    ]  # fmt: skip
    ages = [
        (one.words, f"`{one.held}`", *(_met(limit, one.held) for limit in Limit))
        for one in signals()
    ]
    first = page(
        "Limits and where they are enforced",
        "What holds without any control, where each limit is enforced and with which code, and "
        "what somebody meets there by what is known of their age. [The rules](safeguards.md).",
        ("limit", "strictest to loosest", "under 18 or unknown", "adults"),
        limits,
    )
    return "\n".join(
        [
            first,
            "## Where each is enforced\n",
            table(("limit", "at", "code", "what happens"), doors),
            "## Age signal, control, endpoint\n",
            "What is met at the endpoints of each limit (above): first without a control, then "
            "with the strictest one, whoever set it. Tests play each code over HTTP for people of "
            "each of these signals: at every endpoint for what is declared, at one of each kind "
            "for the others; and what narrows an answer at an endpoint, for each signal.\n",
            table(("signals", "band", *(f"`{limit}`" for limit in Limit)), ages),
        ]
    )


def jurisdictions_page() -> str:
    """The rules of places, with days and sources."""
    rules = in_force()
    rows = [
        (
            f"`{rule.place}`",
            rule.band.replace("_", " "),
            rule.first.isoformat(),
            rule.last.isoformat() if rule.last else "",
            "; ".join(f"`{limit}`: {_value(limit, value)}" for limit, value in rule.limits.items()),
            rule.source,
        )
        for rule in rules.rules
    ]
    return page(
        "What the law of a place asks for",
        f"Version {rules.version} of `accounts/data/jurisdictions.toml`. A rule only tightens what "
        "the house holds everywhere; whoever's place is unknown has the house's limits. Engineers' "
        "readings: have counsel confirm them.",
        ("place", "for", "from", "until", "limits", "source"),
        rows,
    )


def _gates_of(limit: Limit) -> list[Gate]:
    return [gate for gate in listing() if limit in (*gate.limits, *gate.narrows)]


def _met(limit: Limit, band: AgeBand) -> str:
    first, then = (refused_with(limit, band, controlled=controlled) for controlled in (False, True))
    if limit not in CODES:
        return f"{_value(limit, _default(band)[limit])}; {strictest(limit)}"
    return f"{f'`{first}`' if first else OPEN}; `{then}`"


def _code(gate: Gate, limit: Limit) -> str:
    if limit in gate.narrows:
        return ""
    return f"`{CODES[limit]}` ({HTTP_STATUS[CODES[limit]]})"


def _default(band: AgeBand) -> dict[Limit, Value]:
    return ADULT_DEFAULTS if band == AgeBand.ADULT else TEEN_DEFAULTS


def _scale(limit: Limit) -> str:
    if limit in WINDOWED:
        return "all hours to none"
    if limit == Limit.DAILY_MINUTES:
        return "0 to no limit"
    return ", ".join(f"`{word}`" for word in SCALES[limit])


def _value(limit: Limit, value: Value) -> str:
    if limit == Limit.DAILY_MINUTES:
        return "no limit" if value is None else f"{value} minutes"
    if limit not in WINDOWED:
        return f"`{value}`"
    said = [f"{', '.join(w['days'])} {w['from']} to {w['to']} ({w['stops']})" for w in value]
    return "; ".join(said) or "none"
