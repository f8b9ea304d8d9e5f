"""Histograms and precision-recall curves as places in a picture, for templates to draw."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from moderation.policy.audience import Column
from moderation.policy.rows import LEVELS, NEVER, Thresholds, Verdict


@dataclass(frozen=True, slots=True)
class Bar:
    """In per cent of the picture; `count` things scored from `low` up to `high`."""

    left: float
    width: float
    height: float
    count: int
    low: float
    high: float

    @property
    def top(self) -> float:
        """Where it begins, from the top down."""
        return round(100 - self.height, 2)


@dataclass(frozen=True, slots=True)
class Line:
    """A threshold, at `left` per cent."""

    left: float
    level: Verdict
    column: Column
    score: float


@dataclass(frozen=True, slots=True)
class Histogram:
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Point:
    """Precision and recall where all that scores `threshold` or more is stopped."""

    threshold: float
    precision: float
    recall: float
    harmful: int
    stopped: int

    @property
    def left(self) -> float:
        """Recall, in a square of 100."""
        return round(self.recall * 100, 2)

    @property
    def top(self) -> float:
        """Precision, from the top down."""
        return round(100 - self.precision * 100, 2)


@dataclass(frozen=True, slots=True)
class Curve:
    """`path`: an SVG polyline's points in a square of 100; `marked`: the thresholds in force."""

    path: str
    marked: tuple[tuple[Point, str], ...]
    harmful: int
    harmless: int


def histogram(counts: Sequence[int], thresholds: Iterable[tuple[Column, Thresholds]]) -> Histogram:
    """Heights are logarithmic: thousands of harmless things stand beside a handful of others."""
    highest = math.log1p(max(counts, default=0)) or 1.0
    width = 100 / max(len(counts), 1)
    bars = tuple(
        Bar(
            left=round(place * width, 3),
            width=round(width, 3),
            height=round(math.log1p(count) / highest * 100, 2),
            count=count,
            low=place / len(counts),
            high=(place + 1) / len(counts),
        )
        for place, count in enumerate(counts)
    )
    return Histogram(bars, tuple(_lines(thresholds)), sum(counts))


def curve(
    scored: Iterable[tuple[float, bool]], thresholds: Iterable[tuple[str, float]]
) -> Curve | None:
    """`scored`: (score, harmful). None where there is nothing harmful to recall."""
    rows = sorted(scored)
    points = list(_points(rows))
    if not points:
        return None
    return Curve(
        path=" ".join(f"{one.left},{one.top}" for one in points),
        marked=tuple((_at(points, score), name) for name, score in thresholds),
        harmful=points[0].harmful,
        harmless=len(rows) - points[0].harmful,
    )


def _points(rows: Sequence[tuple[float, bool]]) -> Iterable[Point]:
    """One for each score that occurs, rising, and one above them all, where nothing is stopped.

    Of nothing stopped the precision is called 1: nobody was stopped wrongly.
    """
    harmful = left_bad = sum(bad for _, bad in rows)
    if not harmful:
        return
    place = 0
    while place < len(rows):
        score, left = rows[place][0], len(rows) - place
        yield Point(score, left_bad / left, left_bad / harmful, harmful, left)
        while place < len(rows) and rows[place][0] == score:
            left_bad -= rows[place][1]
            place += 1
    yield Point(math.inf, 1.0, 0.0, harmful, 0)


def _at(points: Sequence[Point], threshold: float) -> Point:
    """What a threshold stops: whatever scores it or more."""
    return replace(next(one for one in points if one.threshold >= threshold), threshold=threshold)


def _lines(thresholds: Iterable[tuple[Column, Thresholds]]) -> Iterable[Line]:
    for column, values in thresholds:
        for level in LEVELS:
            score = values.at(level)
            if score < NEVER:
                yield Line(round(score * 100, 2), level, column, score)
