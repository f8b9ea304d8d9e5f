"""Naming what a decision rests on in its form (E16), and what its person reads of that (DSA,
Article 17(3)(b))."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from accounts.models import User
from enforcement.actions.names import ActionName
from enforcement.evidence import Evidence, pieces_of
from enforcement.models import Case, CaseFinding, Decision, EvidenceKind, Proposal, Snapshot
from enforcement.reasons import REASONS
from enforcement.services.deciding import decide
from lib.errors import DomainError
from moderation.categories import Category
from moderation.models import Scan
from tests import cast
from tests.client import Api
from tests.enforcement.appeals.sides import appealed, told
from tests.enforcement.decisions.stage import Stage, chief, wanted, wish
from tests.enforcement.desk.pages import ROOT, decide_page, do, preview, read, through
from tests.enforcement.reporting import case_of, given, reported
from tests.staff import at_the_desk

K = EvidenceKind
REMOVES = {f"do_{ActionName.REMOVE_POST}": "on"}
THEIRS = "They do it every day."


@pytest.fixture
def case(api: Api, stage: Stage, stranger: User) -> Case:
    reported(api, stranger, stage.posts[0], text=THEIRS, start=0.5, end=1.25)
    return case_of(stage.posts[0])


def scanned(stage: Stage, category: str = "violence") -> Scan:
    return Scan.objects.create(
        subject=stage.posts[0].public_id, stage="post", policy_version="1", profile="test",
        audience={}, verdict="limit", category=category, coverage={}, detectors=[],
        depicts_minor=False,
    )  # fmt: skip


def found(case: Case, category: str = "hate") -> CaseFinding:
    return CaseFinding.objects.create(case=case, kind="again and again", category=category)


def values(case: Case) -> dict[str, str]:
    report = case.reports.get()
    snapshot = Snapshot.objects.get(case=case)
    return {
        "report": f"report:{report.pk}",
        "snapshot": f"snapshot:{snapshot.pk}",
        "part": "part:0.5:1.25",
    }


def test_what_is_known_of_it_is_offered_named_and_kept(
    stage: Stage, case: Case, deliver: Callable[[], int]
) -> None:
    desk, scan, finding = at_the_desk(stage.judge), scanned(stage), found(case)
    chosen = [*values(case).values(), f"scan:{scan.pk}", f"finding:{finding.finding_id}"]
    form = desk.get(decide_page(case)).content.decode()
    for value in chosen:
        assert f'value="{value}"' in form
    fields: Any = {**REMOVES, "evidence": chosen, "parts": "0.5 to 1.25\n1 - 1.5"}
    shown = preview(desk, decide_page(case), **fields)
    assert 'id="rests-on"' in shown.content.decode()
    assert not Decision.objects.exists()
    mail.outbox.clear()
    assert do(desk, decide_page(case), shown, **fields).status_code == 302
    decision = Decision.objects.get()
    kinds = [one.kind for one in pieces_of(decision)]
    assert kinds == [K.REPORT, K.SNAPSHOT, K.PART, K.SCAN, K.FINDING, K.PART], "the same part once"
    page = read(desk.get(f"{ROOT}/decision/{decision.pk}/change/"))
    for line in (
        "0.5 to 1.2 s",
        "1.0 to 1.5 s",
        "the post: not for everybody (violence)",
        "again and again",
    ):
        assert line in page, line
    deliver()
    letter = str(mail.outbox[-1].body)
    facts = (
        *("What was reported to us of it.", "How it was when we were told of it."),
        *("The video from 0.5 to 1.2 seconds.", "What software of ours found in it."),
        *("A pattern that software of ours found.", "The video from 1.0 to 1.5 seconds."),
    )
    own = Api().get(f"/me/decisions/{decision.public_id}", as_=stage.people[0]).json()
    assert own["facts"] == list(facts)
    for fact in facts:
        assert fact in letter
        assert fact in read(shown)
    for word in (THEIRS, "again and again", "violence", *values(case).values()):
        assert word not in letter
        assert word not in str(own["facts"])


def test_what_found_nothing_against_it_is_no_evidence(stage: Stage, case: Case) -> None:
    scan = scanned(stage, "")
    clear = Scan.objects.create(
        subject=scan.subject, stage="inspect", policy_version="1", profile="test",
        audience={}, verdict="allow", category="", coverage={}, detectors=[],
        depicts_minor=False,
    )  # fmt: skip
    form = at_the_desk(stage.judge).get(decide_page(case)).content.decode()
    assert f"scan:{scan.pk}" in form
    assert f"scan:{clear.pk}" not in form
    assert "allow" not in read(at_the_desk(stage.judge).get(f"{ROOT}/case/{case.pk}/change/"))


def test_nothing_has_to_be_named(stage: Stage, case: Case) -> None:
    desk = at_the_desk(stage.judge)
    assert through(desk, decide_page(case), **REMOVES).status_code == 302
    decision = Decision.objects.get()
    assert "Nothing was named." in read(desk.get(f"{ROOT}/decision/{decision.pk}/change/"))
    own = Api().get(f"/me/decisions/{decision.public_id}", as_=stage.people[0]).json()
    assert own["facts"] == []


@pytest.mark.parametrize("parts", ["from the start", "2 to 1", "0 to 9999", "0 to 1e3", "-1 to 2"])
def test_a_part_is_one_of_the_film(stage: Stage, case: Case, parts: str) -> None:
    desk = at_the_desk(stage.judge)
    shown = preview(desk, decide_page(case), **REMOVES, parts=parts)
    assert "errorlist" in shown.content.decode()
    assert do(desk, decide_page(case), shown, **REMOVES, parts=parts).status_code == 200
    assert not Decision.objects.exists()


def test_what_is_about_something_else_is_no_choice(
    api: Api, stage: Stage, case: Case, friend: User
) -> None:
    other = reported(api, friend, stage.posts[1])
    desk = at_the_desk(stage.judge)
    named = f"report:{other.pk}"
    assert named not in desk.get(decide_page(case)).content.decode()
    shown = preview(desk, decide_page(case), **REMOVES, evidence=[named])
    assert "errorlist" in shown.content.decode()
    assert do(desk, decide_page(case), shown, **REMOVES, evidence=[named]).status_code == 200
    assert not Decision.objects.exists()


def test_findings_are_for_those_who_may_decide_about_reviews(stage: Stage, case: Case) -> None:
    scan, finding = scanned(stage), found(case)
    reader = given(cast.moderator(), "handle_case")
    names = (f"scan:{scan.pk}", f"finding:{finding.finding_id}")
    form = at_the_desk(reader).get(decide_page(case)).content.decode()
    assert values(case)["report"] in form
    assert not [one for one in names if one in form]
    desk = at_the_desk(stage.judge)
    through(desk, decide_page(case), **REMOVES, evidence=list(names))
    page = f"{ROOT}/decision/{Decision.objects.get().pk}/change/"
    assert "not for everybody (violence)" in read(desk.get(page))
    theirs = read(at_the_desk(reader).get(page))
    assert "What detectors found in it: not there any more, or not for you" in theirs
    assert "not for everybody (violence)" not in theirs


def test_child_safety_is_no_evidence_elsewhere(
    api: Api, stage: Stage, case: Case, friend: User
) -> None:
    child = next(code for code, one in REASONS.items() if one.diverted)
    report = reported(api, friend, stage.posts[0], child)
    scan, finding = scanned(stage, Category.CHILD_SAFETY), found(case, Category.CHILD_SAFETY)
    names = {
        K.REPORT: report.pk,
        K.SCAN: scan.pk,
        K.FINDING: finding.finding_id,
    }
    form = at_the_desk(chief()).get(decide_page(case)).content.decode()
    for kind, key in names.items():
        assert str(key) not in form
        piece = Evidence(kind, key)
        what = wanted(stage, wish(ActionName.REMOVE_POST), case_id=case.pk, evidence=(piece,))
        with pytest.raises(DomainError):
            decide(wanted=what, by=stage.judge)
    assert not Decision.objects.exists()


def test_a_second_person_sees_what_a_proposal_rests_on(stage: Stage, case: Case) -> None:
    fields: Any = {f"do_{ActionName.BAN}": "on", "evidence": [values(case)["report"]]}
    through(at_the_desk(stage.judge), decide_page(case), **fields)
    row = Proposal.objects.get()
    page = at_the_desk(stage.second).get(f"{ROOT}/proposal/{row.public_id}/answer/")
    assert "A report: It attacks a person, 0.5 to 1.2 s" in read(page)


def test_the_answer_to_an_appeal_rests_on_something_too(api: Api, stage: Stage) -> None:
    report, _first = told(api, stage, stage.viewers[0])
    appeal = appealed(api, stage.viewers[0], report)
    page = f"{ROOT}/case/{appeal.case.public_id}/appeal/"
    chosen: Any = {
        **REMOVES, "outcome": "overturned", "statement": "We looked again.",
        "reasons": "It breaks the rule after all.", "evidence": [f"report:{report.pk}"],
    }  # fmt: skip
    assert through(at_the_desk(chief()), page, **chosen).status_code == 302
    made = Decision.objects.exclude(supersedes=None).get()
    assert pieces_of(made) == (Evidence(K.REPORT, report.pk),)
    replace = at_the_desk(chief()).get(f"{ROOT}/decision/{made.public_id}/replace/")
    box = replace.content.decode().partition(f'value="report:{report.pk}"')[2][:60]
    assert "checked" in box, "decided otherwise it begins with what it rested on"
