"""What changes from one policy to another. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from moderation.answers import ORDER, Coverage
from moderation.categories import Category, Surface
from moderation.policy.audience import Column
from moderation.policy.loading import PROFILES
from moderation.policy.rows import LEVELS, NEVER, Policy, Thresholds, Verdict


class Direction(StrEnum):
    """Whether fewer things pass by it, or more."""

    TIGHTER = "tighter"
    LOOSER = "looser"


@dataclass(frozen=True, slots=True)
class Change:
    """`kind` is thresholds or required; `where` three words: category, column and level, or
    profile, surface and category."""

    direction: Direction
    kind: str
    where: tuple[str, str, str]
    before: str
    after: str


HEAD = ("change", "of", "where", "", "", "before", "after")


def diff(before: Policy, after: Policy) -> list[Change]:
    """Every threshold and demand that differs, what became looser first."""
    found = [*_thresholds(before, after), *_required(before, after)]
    return sorted(found, key=lambda one: (one.direction, one.kind != "thresholds"))


def count(changes: Iterable[Change], direction: Direction) -> int:
    """How many changes go this way."""
    return sum(one.direction == direction for one in changes)


def as_table(changes: Iterable[Change]) -> str:
    """Columns of plain text, for a terminal."""
    rows = [HEAD, *(cells(one) for one in changes)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join(lines)


def cells(change: Change) -> tuple[str, ...]:
    """One row of such a table."""
    return (change.direction, change.kind, *change.where, change.before, change.after)


def _thresholds(before: Policy, after: Policy) -> Iterator[Change]:
    for category in Category:
        for column in Column:
            old = before.rows[category].get(column, Thresholds())
            new = after.rows[category].get(column, Thresholds())
            for level in LEVELS:
                was, is_now = old.at(level), new.at(level)
                if was != is_now:
                    way = Direction.TIGHTER if is_now < was else Direction.LOOSER
                    where = (category.value, column.value, level.word)
                    yield Change(way, "thresholds", where, _number(was), _number(is_now))


def _required(before: Policy, after: Policy) -> Iterator[Change]:
    for profile in PROFILES:
        for surface in Surface:
            old, new = before.required[profile][surface], after.required[profile][surface]
            for category in Category:
                was = old.get(category, Coverage.NOT_ASSESSED)
                is_now = new.get(category, Coverage.NOT_ASSESSED)
                if was != is_now:
                    more = ORDER[is_now] > ORDER[was]
                    way = Direction.TIGHTER if more else Direction.LOOSER
                    where = (profile, surface.value, category.value)
                    yield Change(way, "required", where, was.value, is_now.value)


def loosens(before: Policy, after: Policy) -> bool:
    """Whether anything could fare milder than before. A level that falls away where a stricter one
    holds from there on is none."""
    return any(change.direction == Direction.LOOSER for change in _required(before, after)) or any(
        _from(after, category, column, level) > _from(before, category, column, level)
        for category in Category
        for column in Column
        for level in LEVELS
    )


def _from(policy: Policy, category: Category, column: Column, level: Verdict) -> float:
    """The score from which on a column is at least as strict as `level`."""
    levels = policy.rows[category].get(column, Thresholds())
    return min(levels.at(one) for one in LEVELS if one >= level)


def _number(threshold: float) -> str:
    return "never" if threshold >= NEVER else f"{threshold:g}"
