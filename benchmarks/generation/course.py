"""What the calls of a model and the rows of the attempts say together."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Call:
    """Times are seconds since 1970, of one machine."""

    what: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """One job in the hands of the render worker: claimed, begun on the card, off it, stored."""

    claimed: float
    first_call: float
    last_call: float
    stored: float


def calls_in(path: Path) -> list[Call]:
    return [Call(**json.loads(line)) for line in path.read_text().splitlines()]


def drawn(attempts: Sequence[tuple[float, float]], calls: Sequence[Call]) -> list[Drawn]:
    """`attempts`: when each was claimed and when it ended. A card has one job at a time, so a call
    belongs to the attempt that was claimed last."""
    ordered = sorted(attempts)
    bounds = [*(claimed for claimed, _ in ordered[1:]), float("inf")]
    found = []
    for (claimed, stored), until in zip(ordered, bounds, strict=True):
        mine = [call for call in calls if claimed <= call.start < until]
        if not mine:
            raise ValueError("an attempt without a call: the rows and the calls do not fit")
        found.append(Drawn(claimed, mine[0].start, max(call.end for call in mine), stored))
    return found


def gaps(moments: Sequence[float]) -> list[float]:
    return [late - early for early, late in pairwise(sorted(moments))]


def share_busy(calls: Sequence[Call], *, start: float, end: float) -> float:
    """Of the time from `start` to `end`, how much any call was going on."""
    busy, reached = 0.0, start
    for call in sorted(calls, key=lambda one: one.start):
        begun, over = max(call.start, reached), min(call.end, end)
        if over > begun:
            busy, reached = busy + over - begun, over
    return busy / (end - start)


def spread(values: Sequence[float], *, digits: int = 3) -> dict[str, float | int]:
    """Median and p95 (the value that no more than a twentieth exceeds), with the ends."""
    ordered = sorted(values)
    place = max(0, -(-len(ordered) * 95 // 100) - 1)
    named = {
        "median": statistics.median(ordered), "p95": ordered[place],
        "min": ordered[0], "max": ordered[-1],
    }  # fmt: skip
    return {"n": len(ordered)} | {name: round(value, digits) for name, value in named.items()}
