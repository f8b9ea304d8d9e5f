"""How scores are spread, and what people's decisions say of them: to choose thresholds by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max

from moderation.categories import Category
from moderation.models import Finding, Outcome, Review, ReviewState

BINS = 50  # of 0..1; the last one holds 1.0 too
MOST_DECISIONS = 5_000  # the newest; older ones were judged by older detectors

# The best score of each category in each scan: what the policy judged.
SPREAD = """
    SELECT category, LEAST(FLOOR(best * %s)::int, %s), COUNT(*)
    FROM (
        SELECT f.category, MAX(f.score) AS best
        FROM moderation_finding f JOIN moderation_scan s ON s.id = f.scan_id
        WHERE s.at >= %s
        GROUP BY f.scan_id, f.category
    ) AS judged
    GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Decided:
    """A thing about which a person decided: the best score of the category it was about."""

    score: float
    harmful: bool


def spread(since: datetime) -> dict[Category, list[int]]:
    """Scans since then by category and by bin of their best score; categories never found lack."""
    found: dict[Category, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(SPREAD, [BINS, BINS - 1, since])
        for name, place, count in cursor.fetchall():
            found.setdefault(Category(name), [0] * BINS)[place] = count
    return found


def decisions() -> Mapping[Category, list[Decided]]:
    """What people decided, by category. Only what was held or contested ever came before them."""
    decided = Review.objects.filter(state=ReviewState.DECIDED).exclude(category="")
    newest = decided.order_by("-decided_at")[:MOST_DECISIONS]
    reviews = list(newest.values_list("subject", "category", "outcome"))
    best = _best_scores({subject for subject, _, _ in reviews})
    found: dict[Category, list[Decided]] = {}
    for subject, category, outcome in reviews:
        score = best.get((subject, category))
        if score is not None:
            one = Decided(score, harmful=outcome == Outcome.REFUSED)
            found.setdefault(Category(category), []).append(one)
    return found


def _best_scores(subjects: Iterable[str]) -> dict[tuple[str, str], float]:
    rows = Finding.objects.filter(scan__subject__in=list(subjects))
    best = rows.values_list("scan__subject", "category").annotate(best=Max("score"))
    return {(subject, category): score for subject, category, score in best}
