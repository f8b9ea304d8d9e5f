"""The numbers behind the pictures: what a threshold stops, and what is counted where."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from moderation.admin.charts import curve, histogram
from moderation.admin.policy_charts import charts_of
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.models import Cause, Outcome, Review, ReviewState, Scan
from moderation.policy.audience import Audience, Column
from moderation.policy.judging import Evidence
from moderation.policy.loading import current_policy
from moderation.policy.rows import Thresholds, Verdict
from moderation.services.scores import BINS, decisions, spread
from moderation.services.screening import judged, record_scan

SCORED = st.lists(st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.booleans()), max_size=40)


@given(scored=SCORED, threshold=st.integers(0, 20).map(lambda n: n / 20))
def test_a_marked_point_counts_what_reaches_the_threshold(
    scored: list[tuple[float, bool]], threshold: float
) -> None:
    drawn = curve(scored, [("limit", threshold)])
    harmful = [score for score, bad in scored if bad]
    if not harmful:
        assert drawn is None
        return
    assert drawn is not None
    ((point, _),) = drawn.marked
    stopped = [bad for score, bad in scored if score >= threshold]
    assert point.stopped == len(stopped)
    assert point.recall == pytest.approx(sum(stopped) / len(harmful))
    assert point.precision == pytest.approx(sum(stopped) / len(stopped) if stopped else 1.0)


def test_bars_fill_the_width_and_the_highest_the_height() -> None:
    drawn = histogram([0, 3, 900, 0], [(Column.DRAFT, Thresholds(limit=0.5, block=0.9))])
    assert drawn.count == 903
    assert max(bar.height for bar in drawn.bars) == 100
    assert drawn.bars[-1].left + drawn.bars[-1].width == pytest.approx(100, abs=0.1)
    assert [(line.level, line.left) for line in drawn.lines] == [
        (Verdict.LIMIT, 50),
        (Verdict.BLOCK, 90),
    ]


def test_an_empty_histogram_can_be_drawn() -> None:
    assert histogram([0] * BINS, []).count == 0


def scanned(subject: str, *scores: float) -> Scan:
    hits = tuple(Hit(Category.HATE, score) for score in scores)
    coverage = dict.fromkeys(Category, Coverage.ASSESSED)
    evidence = [Evidence(Surface.PROMPT, [Answer("test", "1", coverage, hits)])]
    audience = Audience()
    judgement = judged(evidence, audience=audience)
    return record_scan(
        subject=subject, stage="screen", evidence=evidence, judgement=judgement, audience=audience
    )


@pytest.mark.django_db
def test_a_scan_counts_once_with_its_best_score() -> None:
    scanned("gen_1", 0.1, 0.97)
    scanned("gen_2", 1.0)
    found = spread(timezone.now() - timedelta(days=1))[Category.HATE]
    assert found[-1] == 1
    assert found[48] == 1
    assert sum(found) == 2
    assert spread(timezone.now() + timedelta(days=1)) == {}


@pytest.mark.django_db
def test_decisions_label_the_scores_they_were_about(creator: Any) -> None:
    for subject, score, outcome in (("gen_1", 0.8, "refused"), ("gen_2", 0.7, "fine_for_all")):
        scanned(subject, score)
        Review.objects.create(
            subject=subject,
            person_id=creator.user.pk if hasattr(creator, "user") else creator.pk,
            stage="screen",
            category=Category.HATE,
            cause=Cause.POLICY,
            state=ReviewState.DECIDED,
            outcome=Outcome(outcome),
            decided_at=timezone.now(),
        )
    found = {one.score: one.harmful for one in decisions()[Category.HATE]}
    assert found == {0.8: True, 0.7: False}
    drawn = {one.category: one for one in charts_of(current_policy(), labelled={})}
    assert set(drawn) == set(Category)
    assert drawn[Category.HATE].decided is not None
    assert drawn[Category.VIOLENCE].decided is None
