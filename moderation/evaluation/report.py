"""One measurement as a whole, and as numbers for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from moderation.evaluation.cases import Case
from moderation.evaluation.counting import Cell, Judged, table
from moderation.evaluation.outcomes import Bench
from moderation.rates import Rate


@dataclass(frozen=True, slots=True)
class Facts:
    """`left_out`: rows that were not measured, by why. `data`: SHA-256 of the file."""

    command: str
    date: str
    data: str
    audience: str
    detectors: Mapping[str, str]
    faults: Mapping[str, int]
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """`trusted` and `doubtful` are tables over cases by whether their labels can be relied on."""

    facts: Facts
    policy: str
    profile: str
    count: int
    trusted: tuple[Cell, ...]
    doubtful: tuple[Cell, ...]
    likeness: tuple[Cell, ...]
    surface: tuple[Cell, ...]
    source: tuple[Cell, ...]
    unread: tuple[Judged, ...]


def report(judged: Sequence[Judged], *, bench: Bench, facts: Facts) -> Report:
    trusted = [one for one in judged if not one[0].doubtful]
    doubtful = [one for one in judged if one[0].doubtful]
    return Report(
        facts=facts,
        policy=bench.policy.version,
        profile=bench.profile,
        count=len(judged),
        trusted=tuple(table(trusted, lambda case: "all")),
        doubtful=tuple(table(doubtful, lambda case: "all")),
        likeness=tuple(table(trusted, _likeness)),
        surface=tuple(table(trusted, lambda case: case.surface.value)),
        source=tuple(table(trusted, lambda case: case.source or "unknown")),
        unread=tuple(one for one in judged if one[1].unread),
    )


def _likeness(case: Case) -> str:
    return {True: "with", False: "without", None: "not annotated"}[case.likeness]


def as_json(found: Report) -> dict[str, Any]:
    """Everything; what was not assessed is listed by line, never by its words."""
    facts = found.facts
    return {
        "command": facts.command,
        "date": facts.date,
        "data_sha256": facts.data,
        "policy_version": found.policy,
        "profile": found.profile,
        "audience": facts.audience,
        "detectors": dict(facts.detectors),
        "faults": dict(facts.faults),
        "left_out": dict(facts.left_out),
        "rows": found.count,
        "categories": _cells(found.trusted),
        "doubtful_labels": _cells(found.doubtful),
        "by_likeness": _cells(found.likeness),
        "by_surface": _cells(found.surface),
        "by_source": _cells(found.source),
        "not_assessed": [_unread(one) for one in found.unread],
    }


def rate_as_json(rate: Rate) -> dict[str, Any]:
    return {
        "hits": rate.hits,
        "n": rate.count,
        "share": None if rate.share is None else round(rate.share, 4),
        "wilson_95": [round(bound, 4) for bound in rate.interval],
    }


def _cells(cells: Sequence[Cell]) -> list[dict[str, Any]]:
    return [
        {"group": cell.group, "category": cell.category.value if cell.category else "any"}
        | {name: rate_as_json(rate) for name, rate in cell.rates.items()}
        for cell in cells
    ]


def _unread(one: Judged) -> dict[str, Any]:
    case, end = one
    return {
        "row": case.name,
        "surface": case.surface.value,
        "source": case.source,
        "categories": sorted(end.unread),
        "harmful": case.harmful,
    }
