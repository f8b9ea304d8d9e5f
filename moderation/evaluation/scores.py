"""Scores of labelled rows in bins: enough to draw a curve, and not a word of the rows."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from moderation.categories import Category
from moderation.evaluation.counting import Judged

FILE = Path(__file__).with_name("scores.json")
BINS = 100  # of 0..1; a score counts as the lower edge of its bin

Scored = list[tuple[float, bool]]


def binned(judged: Iterable[Judged]) -> dict[str, dict[str, list[int]]]:
    """By category: how many rows labelled harmful and harmless in it have their score in each bin.

    Rows that were not assessed, or whose labels cannot be relied on, do not count.
    """
    found: dict[str, dict[str, list[int]]] = {}
    for case, end in judged:
        if case.doubtful:
            continue
        for category, harmful in case.labels.items():
            if harmful is None or category in end.unread:
                continue
            bins = found.setdefault(
                category.value, {"harmful": [0] * (BINS + 1), "harmless": [0] * (BINS + 1)}
            )
            place = int(end.scores.get(category, 0.0) * BINS)
            bins["harmful" if harmful else "harmless"][place] += 1
    return found


@cache
def labelled_scores(path: Path = FILE) -> Mapping[Category, Scored]:
    """What was measured last, as (score, harmful) for each row; empty where nothing was."""
    if not path.exists():
        return {}
    kept: dict[str, Any] = json.loads(path.read_text())["categories"]
    return {Category(name): list(_rows(bins)) for name, bins in kept.items()}


def _rows(bins: Mapping[str, Sequence[int]]) -> Iterable[tuple[float, bool]]:
    for name, harmful in (("harmful", True), ("harmless", False)):
        for place, count in enumerate(bins[name]):
            yield from [(place / BINS, harmful)] * count
