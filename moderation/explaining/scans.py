"""A scan explained from its rows alone: what was found, which threshold it met, what lacked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from moderation.answers import Ruling
from moderation.categories import Category
from moderation.explaining.bounds import Bound, bounds_of
from moderation.models import Finding, Scan
from moderation.policy.audience import Audience, Destination
from moderation.policy.judging import RULED
from moderation.policy.rows import Policy, Verdict

DESTINATIONS = {
    Destination.DRAFT: "a private draft",
    Destination.PROFILE: "its maker's profile",
    Destination.PUBLIC: "the public feed",
}


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """One category: its strongest finding, the thresholds that held, and what they make of it.

    `verdict` is the policy's for that score alone; `decided`: the scan ended on this category.
    """

    category: Category
    finding: Finding
    verdict: Verdict
    bounds: tuple[Bound, ...]
    decided: bool

    @property
    def share(self) -> float:
        """The score in per cent, for a bar."""
        return round(self.finding.score * 100, 1)


@dataclass(frozen=True, slots=True)
class Explanation:
    """`sentences`: the decision in words; `lines`: every category found, the strictest first."""

    sentences: tuple[str, ...]
    lines: tuple[CategoryLine, ...]


def explain(scan: Scan, findings: Iterable[Finding], *, policy: Policy | None) -> Explanation:
    """`policy` is the version that the scan names, None where it is not kept any more."""
    audience = audience_of(scan)
    lines = tuple(_lines(scan, findings, audience, policy)) if policy else ()
    return Explanation(tuple(_sentences(scan, audience, lines, policy)), lines)


def audience_of(scan: Scan) -> Audience:
    """For whom it was judged."""
    facts = dict(scan.audience)
    return Audience(**{**facts, "destination": Destination(facts["destination"])})


def _lines(
    scan: Scan, findings: Iterable[Finding], audience: Audience, policy: Policy
) -> Sequence[CategoryLine]:
    best: dict[Category, CategoryLine] = {}
    for finding in findings:
        line = _line(scan, finding, audience, policy)
        known = best.get(line.category)
        if known is None or _weight(line) > _weight(known):
            best[line.category] = line
    return sorted(best.values(), key=lambda one: (one.decided, *_weight(one)), reverse=True)


def _weight(line: CategoryLine) -> tuple[int, float]:
    return line.verdict, line.finding.score


def _line(scan: Scan, finding: Finding, audience: Audience, policy: Policy) -> CategoryLine:
    """What a bank decides by itself meets no threshold."""
    category = Category(finding.category)
    verdict = policy.thresholds(category, audience.columns).verdict(finding.score)
    bounds = bounds_of(policy, category, audience)
    if finding.ruling:
        verdict, bounds = RULED[Ruling(finding.ruling)], ()
    return CategoryLine(category, finding, verdict, bounds, decided=scan.category == category)


def _sentences(
    scan: Scan, audience: Audience, lines: Sequence[CategoryLine], policy: Policy | None
) -> Iterable[str]:
    yield f"Judged for {_whom(audience)}, by policy {scan.policy_version}, as {scan.profile}."
    if policy is None:
        yield "That version is not kept any more: its thresholds cannot be shown."
    decided = next((one for one in lines if one.decided), None)
    if decided is not None:
        yield _decision(scan, decided)
    elif scan.category:
        yield f"It ended as {scan.verdict} for {_plain(scan.category)}{_derived(scan)}."
    else:
        yield "Nothing that was found reaches a threshold."
    if decided is not None and decided.verdict.word != scan.verdict:
        yield _stricter(scan, audience)
    yield from _lacking(scan)
    for gap in scan.gaps:
        yield f"Speech that no text accounts for: {gap['start_s']:.2f} to {gap['end_s']:.2f} s."


def _whom(audience: Audience) -> str:
    parts = [DESTINATIONS[audience.destination]]
    if audience.under_18:
        parts.append("somebody under 18 (or of unknown age)")
    if audience.depicts_minor:
        parts.append("a minor depicted")
    if audience.likeness:
        parts.append("a real person's likeness")
    return ", ".join(parts)


def _decision(scan: Scan, line: CategoryLine) -> str:
    found = line.finding
    if found.ruling and not found.term:  # no entry of a bank
        return (
            f"{scan.verdict.capitalize()} for {_plain(line.category)}: {found.detector} decides "
            f"that{_where(found)} by itself, whatever the thresholds: {found.ruling}."
        )
    if found.ruling:
        return (
            f"{scan.verdict.capitalize()} for {_plain(line.category)}: {found.detector} met a "
            f"bank's entry{_where(found)}, and the bank's own action for it is {found.ruling}."
        )
    met = [bound for bound in line.bounds if found.score >= bound.score]
    why = f"; reached: {met[-1]}" if met else ""
    return (
        f"{scan.verdict.capitalize()} for {_plain(line.category)}: {found.detector} scored "
        f"{found.score:.3f} in the {_plain(found.surface)}{_where(found)}{why}."
    )


def _stricter(scan: Scan, audience: Audience) -> str:
    if audience.under_18:
        return "What is limited or reviewed is refused to people under 18, as makers too."
    return f"The score alone would not end as {scan.verdict}: see the other findings."


def _derived(scan: Scan) -> str:
    """Child safety has no finding of its own where something sexual met a minor (law 2)."""
    sexual = scan.category == Category.CHILD_SAFETY and scan.depicts_minor
    return ", because something sexual stands beside a minor" if sexual else ""


def _lacking(scan: Scan) -> Iterable[str]:
    by_surface: dict[str, list[str]] = {}
    for surface, category in scan.lacking:
        by_surface.setdefault(surface, []).append(_plain(category))
    for surface, categories in by_surface.items():
        yield (
            f"Held, whatever was found: of the {_plain(surface)} nobody could assess "
            f"{', '.join(categories)} as far as {scan.profile} demands."
        )


def _where(finding: Finding) -> str:
    places = []
    if finding.start is not None:
        places.append(f"characters {finding.start} to {finding.end}")
    if finding.start_s is not None and finding.end_s is not None:
        places.append(f"{finding.start_s:.2f} to {finding.end_s:.2f} s")
    if finding.term:
        places.append(f"entry {finding.term}")
    return f" ({', '.join(places)})" if places else ""


def _plain(word: str) -> str:
    return word.replace("_", " ")
