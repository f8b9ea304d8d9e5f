"""The model card, in the words and numbers of one training."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moderation.categories import Category
from moderation.rates import Rate, shown
from moderation.training import lora, tuning
from moderation.training.measuring import Cell, Measured
from moderation.training.rows import CATEGORIES, LABELS, Row, sources

HOME = Path(__file__).parent
NONE = "none"
# The numbers of the frozen encoder with linear heads, as measured before this one on the same
# held-out rows and on the same held-out sentences of our own.
FROZEN = HOME / "frozen.json"


@dataclass(frozen=True, slots=True)
class Facts:
    """`padding`: see `padding.padded`. `pieces`: what the n-grams count beside the network."""

    command: str
    date: str
    seed: int
    version: str
    data: str
    adapter: str
    encoder: str
    padding: tuple[Rate, Rate, Rate]
    pieces: float


def card(
    *, measured: Measured, own: Measured, lessons: Sequence[Row], trial: Sequence[Row], facts: Facts
) -> str:
    """Markdown. `own`: of held-out sentences of our own; `trial`: both halves of the dev rows."""
    before = json.loads(FROZEN.read_text())
    alone, hidden, paddings = facts.padding
    return (HOME / "card.md").read_text().format(
        **{name: getattr(facts, name) for name in ("command", "date", "seed", "pieces")},
        version=facts.version,
        adapter=facts.adapter[:12],
        encoder=facts.encoder[:12],
        data=facts.data[:12],
        rank=lora.RANK,
        lower=lora.LOWER,
        epochs=tuning.EPOCHS,
        table=_table(lessons, measured.categories),
        before=_before(before["categories"], measured.categories),
        stack=shown(measured.stack_passed),
        stack_before=_told(before["stack_passed"]),
        unread=shown(measured.refused_unread),
        likeness=_likeness(measured),
        own=_own(before["own_sentences"], own.categories),
        own_stack=shown(own.stack_passed),
        sources=_sources(before["passed_by_source"], measured.passed_by_source),
        caught=_plain(measured.caught_by_source),
        alone=shown(alone),
        hidden=shown(hidden),
        paddings=shown(paddings),
        rows=f"{len(lessons) + len(trial):,}",
        attribution=_attribution([*lessons, *trial]),
    )  # fmt: skip


def as_json(measured: Measured) -> dict[str, object]:
    """The same numbers for programs."""
    return {
        "categories": _cells(measured.categories),
        "with_likeness": _cells(measured.with_likeness),
        "without_likeness": _cells(measured.without_likeness),
        "stack_passed": _rate(measured.stack_passed),
        "refused_unread": _rate(measured.refused_unread),
        "passed_by_source": {name: _rate(rate) for name, rate in measured.passed_by_source.items()},
        "caught_by_source": {name: _rate(rate) for name, rate in measured.caught_by_source.items()},
    }


def _cells(cells: Mapping[Category, Cell]) -> dict[str, object]:
    return {
        category.value: {
            "not_unsafe_own_head": _rate(cells[category].caught),
            "not_unsafe_any_head": _rate(cells[category].caught_by_any),
            "not_overrefuse": _rate(cells[category].passed),
        }
        for category in CATEGORIES
    }


def _rate(rate: Rate) -> dict[str, object]:
    return {
        "n": rate.count,
        "share": None if rate.share is None else round(rate.share, 4),
        "wilson_95": [round(bound, 4) for bound in rate.interval],
    }


def _told(rate: Mapping[str, Any]) -> str:
    """A rate as it stands in JSON, without its interval."""
    return "none / 0" if rate["share"] is None else f"{rate['share']:.1%} / {rate['n']}"


def _table(rows: Sequence[Row], cells: Mapping[Category, Cell]) -> str:
    return "\n".join(
        f"| {category.value} | {' or '.join(LABELS[category])} | {_taught(rows, category)}"
        f" | {shown(cells[category].caught)} | {shown(cells[category].caught_by_any)}"
        f" | {shown(cells[category].passed)} |"
        for category in CATEGORIES
    )


def _taught(rows: Sequence[Row], category: Category) -> str:
    labels = [row.labels.get(category) for row in rows]
    return f"{labels.count(True):,} / {labels.count(False):,}"


def _before(old: Mapping[str, Any], cells: Mapping[Category, Cell]) -> str:
    names = ("not_unsafe_own_head", "not_unsafe_any_head", "not_overrefuse")
    lines = []
    for category, cell in cells.items():
        now = (cell.caught, cell.caught_by_any, cell.passed)
        pairs = (f"{_share(old[category.value][name])} → {_percent(rate)}"
                 for name, rate in zip(names, now, strict=True))  # fmt: skip
        lines.append(f"| {category.value} | {' | '.join(pairs)} |")
    return "\n".join(lines)


def _share(rate: Mapping[str, Any]) -> str:
    return NONE if rate["share"] is None else f"{rate['share']:.1%}"


def _percent(rate: Rate) -> str:
    return NONE if rate.share is None else f"{rate.share:.1%}"


def _likeness(measured: Measured) -> str:
    return "\n".join(
        f"| {category.value} | {shown(with_.caught_by_any)} | {shown(with_.passed)}"
        f" | {shown(without.caught_by_any)} | {shown(without.passed)} |"
        for category in CATEGORIES
        for with_ in [measured.with_likeness[category]]
        for without in [measured.without_likeness[category]]
    )


def _own(old: Mapping[str, Any], cells: Mapping[Category, Cell]) -> str:
    return "\n".join(
        f"| {category.value} | {_share(old[category.value]['not_unsafe_any_head'])}"
        f" → {shown(cells[category].caught_by_any)} | {shown(cells[category].caught)} |"
        for category in CATEGORIES
    )


def _sources(old: Mapping[str, Any], rates: Mapping[str, Rate]) -> str:
    return "\n".join(
        f"| {name} | {_share(old[name]) if name in old else NONE} → {shown(rate)} |"
        for name, rate in rates.items()
    )


def _plain(rates: Mapping[str, Rate]) -> str:
    return "\n".join(f"| {name} | {shown(rate)} |" for name, rate in rates.items())


def _attribution(rows: Sequence[Row]) -> str:
    return "\n".join(
        f"| {name} | {licence} | {number:,} |" for name, licence, number in sources(rows)
    )
