"""Only a trusted exchange's match, or a person, ever leads to a report."""

from typing import Any
from uuid import uuid4

import pytest

from lib.actors import Actor
from moderation.answers import Answer, Basis, Hit, Ruling
from moderation.categories import Category, Surface
from moderation.models import Cause, Finding, Outcome, Review
from moderation.policy.audience import Audience
from moderation.policy.judging import Evidence
from moderation.services.reporting import may_be_reported, report_basis
from moderation.services.reviews import decide, open_review
from moderation.services.screening import judged, record_scan
from tests.moderation.banks.conftest import adder

__all__ = ["adder"]
pytestmark = pytest.mark.django_db
TRUSTED = Basis.TRUSTED_EXCHANGE
SUBJECT = "gen_thing"


def finding(detector: str, category: Category = Category.CHILD_SAFETY, **hit: Any) -> Finding:
    found = Hit(category, **{"score": 1.0, "term": "x", **hit})
    evidence = [Evidence(Surface.FRAME, [Answer(detector, "1", {}, (found,))])]
    record_scan(
        subject=SUBJECT, stage="inspect", evidence=evidence,
        judgement=judged(evidence, audience=Audience()), audience=Audience(),
    )  # fmt: skip
    return Finding.objects.latest("pk")


@pytest.mark.parametrize("detector", ["csam", "hash_bank", "file_bank"])
def test_a_trusted_exchange_s_match_may_be_reported(detector: str) -> None:
    assert report_basis(finding(detector, basis=TRUSTED)) == TRUSTED


@pytest.mark.parametrize(
    ("detector", "hit"),
    [
        ("hash_bank", {"ruling": Ruling.BLOCK}),  # a bank of ours, confirmed twice
        ("file_bank", {"ruling": Ruling.BLOCK}),
        ("csam", {"score": 0.999, "term": ""}),  # a classifier, however sure
        ("csam", {"term": "elsewhere:1"}),  # an exchange that is not trusted
        ("csam", {"basis": TRUSTED, "score": 0.99}),  # no match
        ("nudenet", {"basis": TRUSTED}),  # cannot speak for an exchange
        ("csam", {"basis": Basis.PERSON}),  # no detector is a person
        ("csam", {"basis": TRUSTED, "category": Category.SEXUAL}),
    ],
)
def test_nothing_else_may(detector: str, hit: dict[str, Any]) -> None:
    assert not may_be_reported(finding(detector, **hit))


def decision(
    by: Any, outcome: Outcome, *, subject: str = SUBJECT, category: str = "child_safety"
) -> Review:
    review = open_review(
        subject=subject, person_id=uuid4(), stage="inspect", category=category,
        cause=Cause.POLICY, actor=Actor.system("test"),
    )  # fmt: skip
    decide(review=review, by=by, outcome=Outcome.REFUSED)
    # A row that is older than the rule that nobody finds such a film fine alone.
    Review.objects.filter(pk=review.pk).update(outcome=outcome)
    return Review.objects.get(pk=review.pk)


def test_a_person_s_decision_is_a_basis(adder: Any) -> None:
    found = finding("csam", score=0.9, term="")
    assert report_basis(found, confirmed=decision(adder, Outcome.REFUSED)) == Basis.PERSON


@pytest.mark.parametrize(
    "other",
    [
        {"outcome": Outcome.FINE_FOR_ADULTS},
        {"outcome": Outcome.REFUSED, "subject": "gen_other"},
        {"outcome": Outcome.REFUSED, "category": "violence"},
    ],
)
def test_another_decision_is_none(adder: Any, other: dict[str, Any]) -> None:
    found = finding("csam", score=0.9, term="")
    assert not may_be_reported(found, confirmed=decision(adder, **other))


def test_an_open_question_is_none() -> None:
    found = finding("csam", score=0.9, term="")
    waiting = open_review(
        subject=SUBJECT, person_id=uuid4(), stage="inspect", category="child_safety",
        cause=Cause.POLICY, actor=Actor.system("test"),
    )  # fmt: skip
    assert not may_be_reported(found, confirmed=waiting)
