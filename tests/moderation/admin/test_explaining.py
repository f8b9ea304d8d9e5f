"""A moderator with nothing but the admin can tell why something was decided."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from moderation.admin.quoting import quoted
from moderation.admin.timeline import timeline_of
from moderation.answers import Answer, Coverage, Hit, Ruling
from moderation.categories import Category, Surface
from moderation.explaining import bounds_of, explain
from moderation.models import Finding, Scan
from moderation.policy.audience import Audience, Column, Destination
from moderation.policy.judging import Evidence
from moderation.policy.loading import current_policy
from moderation.policy.rows import Verdict
from moderation.services.screening import judged, record_scan
from tests.generation.studio import submitted
from tests.staff import at_the_desk

COVERED = dict.fromkeys(Category, Coverage.ASSESSED)
TEEN = Audience(destination=Destination.PROFILE, under_18=True)


def scanned(
    *hits: Hit,
    subject: str = "gen_1",
    audience: Audience = TEEN,
    surface: Surface = Surface.PROMPT,
    coverage: dict[Category, Coverage] = COVERED,
) -> Scan:
    evidence = [Evidence(surface, [Answer("minilm", "7", coverage, hits)])]
    return record_scan(
        subject=subject,
        stage="screen",
        evidence=evidence,
        judgement=judged(evidence, audience=audience),
        audience=audience,
        gaps=[(1.0, 2.5)] if surface == Surface.TRANSCRIPT else [],
    )


def why(scan: Scan) -> str:
    told = explain(scan, scan.findings.all(), policy=current_policy())
    return " ".join(told.sentences)


def test_every_bound_names_the_column_that_sets_it() -> None:
    policy = current_policy()
    found = bounds_of(policy, Category.SEXUAL, TEEN)
    assert [bound.level for bound in found] == [Verdict.LIMIT, Verdict.REVIEW, Verdict.BLOCK]
    assert {bound.column for bound in found} == {Column.TEEN}
    for bound in found:
        effective = policy.thresholds(Category.SEXUAL, TEEN.columns)
        assert effective.at(bound.level) == bound.score


def test_a_level_that_no_score_reaches_is_left_out() -> None:
    found = bounds_of(current_policy(), Category.LIKENESS, Audience())
    assert Verdict.REVIEW not in {bound.level for bound in found}


@pytest.mark.django_db
def test_a_block_says_what_was_found_where_and_which_threshold_it_met() -> None:
    scan = scanned(Hit(Category.VIOLENCE, 0.83, start=4, end=10), Hit(Category.HATE, 0.1))
    assert "Block for violence: minilm scored 0.830 in the prompt" in why(scan)
    assert "characters 4 to 10" in why(scan)
    assert "block from 0.7 (teen)" in why(scan)
    assert "its maker's profile, somebody under 18" in why(scan)


@pytest.mark.django_db
def test_what_is_limited_alone_and_refused_to_a_teen_is_said() -> None:
    scan = scanned(Hit(Category.VIOLENCE, 0.45))
    assert scan.verdict == "block"
    assert "What is limited or reviewed is refused to people under 18" in why(scan)


@pytest.mark.django_db
def test_something_sexual_beside_a_minor_is_said_to_be_that() -> None:
    minor = Audience(depicts_minor=True)
    scan = scanned(Hit(Category.SEXUAL, 0.27), audience=minor)
    assert scan.category == Category.CHILD_SAFETY
    assert "because something sexual stands beside a minor" in why(scan)


@pytest.mark.django_db
def test_what_nobody_assessed_and_what_nobody_read_is_said() -> None:
    scan = scanned(surface=Surface.TRANSCRIPT, coverage={})
    assert "Held, whatever was found: of the transcript nobody could assess sexual" in why(scan)
    assert "1.00 to 2.50 s" in why(scan)


@pytest.mark.django_db
def test_a_scan_by_a_version_that_is_gone_is_explained_without_thresholds() -> None:
    scan = scanned(Hit(Category.VIOLENCE, 0.83))
    told = explain(scan, scan.findings.all(), policy=None)
    assert told.lines == ()
    assert any("not kept any more" in sentence for sentence in told.sentences)


def found(start: float, end: float, score: float = 0.5, **more: Any) -> Finding:
    facts = {"surface": "frame", "category": "violence", "detector": "d", **more}
    return Finding(score=score, start_s=start, end_s=end, **facts)


def test_a_timeline_has_a_lane_for_each_kind_and_marks_that_can_be_seen() -> None:
    drawn = timeline_of(
        [found(0, 8), found(7.99, 8, 0.9, category="sexual"), Finding(score=0.2, surface="prompt")],
        policy=current_policy(),
    )
    assert drawn is not None
    assert [lane.category for lane in drawn.lanes] == ["sexual", "violence"]
    mark = drawn.lanes[0].marks[0]
    assert mark.width >= 0.5
    assert mark.left + mark.width <= 100
    assert 1 < len(drawn.ticks) <= 13


def test_nothing_in_time_is_no_timeline() -> None:
    scan = [Finding(score=0.2, surface="prompt", start=0, end=2)]
    assert timeline_of(scan, policy=current_policy()) is None


def test_a_clean_film_has_no_timeline_however_many_categories_were_weighed() -> None:
    weak = [found(0, 4, 0.02, category=one.value) for one in Category]
    for policy in (current_policy(), None):
        assert timeline_of(weak, policy=policy) is None
        drawn = timeline_of([*weak, found(1, 2, 0.83)], policy=policy)
        assert drawn is not None
        assert [(lane.category, lane.told) for lane in drawn.lanes] == [("violence", "0.83")]


def test_a_lane_tells_its_strongest_score() -> None:
    drawn = timeline_of([found(0, 1, 0.9), found(2, 3, 0.5)], policy=current_policy())
    assert drawn is not None
    assert drawn.lanes[0].told == "up to 0.90"


def test_pieces_of_a_quoted_text_make_the_text() -> None:
    findings = [
        Finding(surface="prompt", category="violence", score=0.9, start=2, end=6),
        Finding(surface="prompt", category="hate", score=0.9, start=4, end=99),
        Finding(surface="prompt", category="hate", score=0.01, start=0, end=1),
        Finding(surface="caption", category="hate", score=0.9, start=0, end=1),
    ]
    (text,) = quoted([(Surface.PROMPT, "0123456789")], findings, policy=current_policy())
    assert "".join(piece.text for piece in text.pieces) == "0123456789"
    marks = [(piece.text, piece.categories) for piece in text.pieces]
    assert marks == [("01", ""), ("23", "violence"), ("45", "hate, violence"), ("6789", "hate")]


@pytest.fixture
def staff(moderator: Any) -> Client:
    moderator.user_permissions.add(Permission.objects.get(codename="view_scan"))
    return at_the_desk(moderator)


SECRET = "a dragon with an unmistakable hat"


@pytest.mark.parametrize("decides", [True, False])
def test_the_page_explains_and_quotes_only_to_those_who_decide(
    staff: Client, moderator: Any, creator: Any, decides: bool
) -> None:
    codes = Permission.objects.filter(codename="decide_review")
    moderator.user_permissions.remove(*codes)
    if decides:
        moderator.user_permissions.add(*codes)
    job = submitted(creator, prompt=SECRET)
    scan = scanned(
        Hit(Category.VIOLENCE, 0.83, start=2, end=8), subject=job.public_id, audience=TEEN
    )
    page = staff.get(f"/admin/moderation/scan/{scan.pk}/change/")
    assert page.status_code == 200
    html = page.content.decode()
    assert "Block for violence: minilm scored 0.830 in the prompt" in html
    assert ("unmistakable hat" in html) is decides
    assert ('<mark title="violence">dragon</mark>' in html) is decides


@pytest.mark.django_db
def test_what_a_bank_decided_by_itself_is_told_as_that() -> None:
    hit = Hit(Category.CHILD_SAFETY, 1.0, term="entry-7", ruling=Ruling.REVIEW)
    scan = scanned(hit, Hit(Category.VIOLENCE, 0.1), surface=Surface.FRAME, audience=Audience())
    told = explain(scan, scan.findings.all(), policy=current_policy())
    said = " ".join(told.sentences)
    assert "minilm met a bank's entry (entry entry-7)" in said
    assert "the bank's own action for it is review" in said
    assert "see the other findings" not in said
    assert told.lines[0].bounds == ()
    assert told.lines[0].verdict == Verdict.REVIEW
