"""How soon somebody looks at a case: a number that says what it is made of (E10).

`priority` = severity x reach x trust x minors x virality x findings x replied, 0 to 100. All but
the severity are factors near 1, rounded before they are multiplied, so that what is shown adds up.
How many people reported it is none of them: a crowd moves nothing forward. Numbers are ours.
"""

from dataclasses import dataclass
from math import log2, log10, prod

from django.db.models import Q

from enforcement.models.cases import Case
from enforcement.trust import Trust

MOST = 100
# Nobody's bad name makes a life wait, nor does any cut hide such a case.
GRAVE = 90
REACH_AT_MOST = 1.5  # 100,000 people
VIRALITY_AT_MOST = 1.5  # 310 new likes in a day
MINOR_SHOWN = 1.5
MINOR_OWNS = 1.25
SPECIAL = 0.9  # of a trusted flagger, or of somebody whose likeness is in it
UNTRUSTED, TRUSTED = 0.6, 1.4  # of a share of 0 and of 1; 1.0 of somebody unknown
FOUND_AT_MOST = 1.5
REPLIED = 2.0  # somebody answered what staff asked them, and waits for us


@dataclass(frozen=True, slots=True)
class Facts:
    """What a priority is computed from. `severity`: 0 to 100. `people`: whom it reached, as far as
    is counted; `new_likes`: in the last day. `trust`: 0 to 1, of the most trusted of those who gave
    the gravest reason, None where nobody reported it. `found`: 0 to 1, the best of what automation
    found in it. `replied`: of an appeal, whether a question of staff has its reply."""

    severity: int
    people: int = 0
    new_likes: int = 0
    trust: float | None = None
    minor_shown: bool = False
    minor_owns: bool = False
    found: float = 0.0
    replied: bool = False


def components(facts: Facts) -> dict[str, float]:
    """By name, the severity first."""
    minors = MINOR_SHOWN if facts.minor_shown else MINOR_OWNS if facts.minor_owns else 1.0
    reach = min(REACH_AT_MOST, 1 + 0.1 * log10(1 + facts.people))
    virality = min(VIRALITY_AT_MOST, 1 + 0.1 * log2(1 + facts.new_likes / 10))
    factors = {
        "reach": reach,
        "trust": _trust(facts),
        "minors": minors,
        "virality": virality,
        "findings": 1 + (FOUND_AT_MOST - 1) * facts.found,
        "replied": REPLIED if facts.replied else 1.0,
    }
    return {"severity": facts.severity} | {name: round(one, 2) for name, one in factors.items()}


def total(parts: dict[str, float]) -> int:
    """The priority that these components make."""
    return min(MOST, round(prod(parts.values())))


def score(case: Case) -> tuple[int, dict[str, float]]:
    """Of a case as it stands now: the priority and its components. Of child safety the severity
    alone: nothing else is read of such a thing here."""
    from enforcement.triage.facts import facts_of

    if case.diverted:
        return case.severity, {"severity": case.severity}
    parts = components(facts_of(case))
    return total(parts), parts


def explained(case: Case) -> str:
    """The same in words, for staff."""
    parts = dict(case.components)
    said = [f"{parts.pop('severity', case.severity):g}"]
    said += [f"{name} {factor:.2f}" for name, factor in parts.items() if factor != 1]
    if len(said) == 1:
        return f"severity {said[0]}; nothing raised or lowered it"
    return " \N{MULTIPLICATION SIGN} ".join(said)


def shown_from(cut: int) -> Q:
    """Of cases: those that a queue shows from a priority on. What is to be reviewed is never hidden
    by a cut (E11)."""
    return Q(priority__gte=cut) | Q(force_review=True)


def _trust(facts: Facts) -> float:
    if facts.trust is None:
        return 1.0
    factor = UNTRUSTED + (TRUSTED - UNTRUSTED) * facts.trust
    return max(1.0, factor) if facts.severity >= GRAVE else factor


def share_of(trust: Trust, *, special: bool) -> float:
    """How far one reporter's word goes, 0 to 1."""
    return max(trust.share, SPECIAL) if special else trust.share
