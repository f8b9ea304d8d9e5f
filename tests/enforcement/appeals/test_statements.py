"""Every element of a statement of reasons (DSA, Article 17(3)), for each audience, and what must
stand in none (E23)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.core import mail

from accounts.models import User
from enforcement.actions.names import ActionName
from enforcement.limits import LEGAL_CHARACTERS
from enforcement.models import CaseFinding, Decision, DecisionSource, Ground
from enforcement.models.findings import FoundBy
from enforcement.reasons import REASONS
from enforcement.rule_texts import RULE_TEXTS
from enforcement.services.deciding import decide
from enforcement.wanted import accepted
from inbox.models import Event
from lib import ending
from lib.actors import Actor
from lib.errors import DomainError
from tests.client import Api
from tests.enforcement.appeals.sides import REMOVED, ruled, told
from tests.enforcement.decisions.stage import (
    DAY,
    SAID,
    Stage,
    decided,
    made,
    wanted,
    wish,
)
from tests.enforcement.reporting import case_of, reported

A = ActionName
RULE = "harassment_targeted"


def body_of(api: Api, decision: Decision, who: Any) -> dict[str, Any]:
    body: dict[str, Any] = api.get(f"/me/decisions/{decision.public_id}", as_=who).json()
    return body


def letter_of(who: User, deliver: Callable[[], int]) -> str:
    mail.outbox.clear()
    deliver()
    (letter,) = [str(one.body) for one in mail.outbox if one.to == [who.email]]
    return letter


def event_of(who: User) -> dict[str, Any]:
    rows = Event.objects.filter(person_id=who.pk, type="decision.made").order_by("number")
    return dict(rows[len(rows) - 1].data)


def test_each_reason_has_the_text_of_its_rule() -> None:
    assert set(RULE_TEXTS) == set(REASONS)


def test_each_element_stands_in_the_app(api: Api, stage: Stage, stranger: User) -> None:
    who = stage.people[0]
    reported(api, stranger, stage.posts[0])
    decision = ruled(stage, wish(A.LIMIT_POST, DAY), replace(wish(A.STRIKE), value="serious"))
    body = body_of(api, decision, who)
    # (a) what, where, for how long
    assert {one["text"] for one in body["actions"]} == {"limit_post.author", "strike.author"}
    assert all(one["says"] for one in body["actions"])
    assert [one["until"] is None for one in body["actions"]] == [True, False]
    assert body["territory"] == "everywhere"
    # (b) facts and circumstances; on a notice, never whose
    assert (body["statement"], body["on_notice"]) == (SAID, True)
    # (c) automated means
    assert (body["detected_automatically"], body["automated"]) == (False, False)
    # (d), (e) the ground, with the text of the rule
    assert (body["ground"], body["legal_ground"]) == ("terms", None)
    assert body["rules"] == [
        {"code": RULE, "title": REASONS[RULE].label, "text": str(RULE_TEXTS[RULE])}
    ]
    # (f) redress: with us, out of court, in court
    redress = body["redress"]
    assert redress["appeal"] == "open"
    assert redress["appealable_until"] == (decision.at + 184 * DAY).date().isoformat()
    assert redress["appeal_url"] == f"/api/v1/me/decisions/{decision.public_id}/appeal"
    assert redress["out_of_court_url"] == settings.OUT_OF_COURT_URL
    with_us, outside, court = redress["says"]
    assert redress["appealable_until"] in with_us
    assert settings.OUT_OF_COURT_URL in outside
    assert "court" in court
    # what the next strike leads to (E23)
    assert "At 3" in body["next_threshold"]


def test_each_element_stands_in_the_inbox(api: Api, stage: Stage, stranger: User) -> None:
    reported(api, stranger, stage.posts[0])
    decision = ruled(stage, wish(A.LIMIT_POST, DAY))
    data = event_of(stage.people[0])
    (action,) = data.pop("actions")
    assert action["text"] == "limit_post.author"
    assert action["until"] is not None
    assert data == {
        "decision": decision.public_id,
        "replaces": None,
        "territory": "everywhere",
        "ground": "terms",
        "rules": [RULE],
        "on_notice": True,
        "detected_automatically": False,
        "automated": False,
        "appealable_until": (decision.at + 184 * DAY).date().isoformat(),
    }


def test_each_element_stands_in_the_letter(
    api: Api, stage: Stage, stranger: User, deliver: Callable[[], int]
) -> None:
    who = stage.people[0]
    reported(api, stranger, stage.posts[0])
    decision = ruled(stage, wish(A.LIMIT_POST, DAY), replace(wish(A.STRIKE), value="serious"))
    letter = letter_of(who, deliver)
    until = (decision.at + 184 * DAY).date().isoformat()
    for said in (
        *(decision.public_id, stage.posts[0].public_id),
        *("We limited the reach of your post", "Until ", "It holds everywhere."),
        *(SAID, "Somebody told us of it; who, we tell nobody."),
        *("No software of ours found it.", "A person decided it."),
        *("It breaks rules of ours", REASONS[RULE].label, str(RULE_TEXTS[RULE])),
        *("At 3", f"You can appeal to us until {until}", "/appeal?token="),
        *(settings.OUT_OF_COURT_URL, "You can go to court at any time."),
    ):
        assert said in letter, said


def test_whoever_reported_reads_how_to_contest_it_and_whether_a_person_decided(
    api: Api, stage: Stage, stranger: User
) -> None:
    report, decision = told(api, stage, stranger)
    body = api.get(f"/reports/{report.public_id}", as_=stranger).json()
    assert (body["outcome"], body["automated"], body["appeal"]) == ("no_violation", False, None)
    assert body["redress"]["appeal"] == "open"
    assert body["redress"]["appeal_url"] == f"/api/v1/reports/{report.public_id}/appeal"
    assert len(body["redress"]["says"]) == 3
    everything = str(body)
    assert decision.public_id not in everything
    assert SAID not in everything, "words for somebody else"
    assert stage.judge.public_id not in everything


def test_nothing_tells_who_reported_how_many_who_decided_or_when(
    api: Api, stage: Stage, stranger: User, deliver: Callable[[], int]
) -> None:
    who = stage.people[0]
    rows = [
        reported(api, one, stage.posts[0], text="she did") for one in (stranger, *stage.viewers)
    ]
    decision = ruled(stage, wish(A.LIMIT_POST), note="they do this often")
    hour = decision.at.strftime("T%H:%M")
    status = api.get("/me/account-status", as_=who).json()
    everything = {
        "app": str(body_of(api, decision, who)),
        "inbox": str(event_of(who)),
        "letter": letter_of(who, deliver),
        "status": str(status),
        "list": api.get("/me/decisions", as_=who).content.decode(),
    }
    for where, text in everything.items():
        for row in rows:
            assert row.public_id not in text, where
        for person in (stranger, *stage.viewers, stage.judge, stage.second):
            assert person.public_id not in text, where
            assert not person.handle or person.handle not in text, where
        for word in ("she did", "often", "report_count", "reporter", hour):
            assert word not in text, (where, word)
    assert set(body_of(api, decision, who)) == {
        *(
            "id",
            "kind",
            "subject",
            "decided_on",
            "outcome",
            "ground",
            "rules",
            "legal_ground",
            "territory",
        ),
        *("on_notice", "detected_automatically", "automated", "statement", "actions", "replaces"),
        *("rules_version", "facts", "replaced_by", "next_threshold", "redress"),
    }, "no count, and nobody's name"


def test_what_software_found_or_decided_says_so(api: Api, stage: Stage, stranger: User) -> None:
    who = stage.people[0]
    alone = decide(
        wanted=wanted(stage, wish(A.LABEL_POST), source=DecisionSource.AUTOMATION),
        by=Actor.system("triage"),
    )
    body = body_of(api, alone, who)
    assert (body["on_notice"], body["detected_automatically"]) == (False, True)
    assert body["automated"] is True
    reported(api, stranger, stage.posts[0])
    CaseFinding.objects.create(
        case=case_of(stage.posts[0]), finding_id=alone.pk, kind="probing", category="violence"
    )
    body = body_of(api, ruled(stage, REMOVED), who)
    assert (body["on_notice"], body["detected_automatically"]) == (True, True)
    assert body["automated"] is False


def test_the_first_look_at_what_was_reported_did_not_find_it(
    api: Api, stage: Stage, stranger: User
) -> None:
    reported(api, stranger, stage.posts[0])
    CaseFinding.objects.create(
        case=case_of(stage.posts[0]), kind="rescan", category="violence", score=0.4,
        source=FoundBy.AUTOMATION,
    )  # fmt: skip
    body = body_of(api, ruled(stage, REMOVED), stage.people[0])
    assert (body["on_notice"], body["detected_automatically"]) == (True, False)


def test_a_decision_by_a_law_names_it(api: Api, stage: Stage, deliver: Callable[[], int]) -> None:
    who = stage.people[0]
    by_law = wanted(stage, REMOVED, ground=Ground.LAW)
    with pytest.raises(DomainError) as refused:
        accepted(by_law)
    assert (refused.value.code, refused.value.attr) == ("required", "legal_ground")
    for what, code in (
        (wanted(stage, REMOVED, legal_ground="A law"), "invalid"),
        (wanted(stage, REMOVED, no_appeal=True), "invalid"),
        (replace(by_law, legal_ground="x" * (LEGAL_CHARACTERS + 1)), "max_length"),
    ):
        with pytest.raises(DomainError) as refused:
            accepted(what)
        assert (refused.value.code, refused.value.attr) == (code, "legal_ground")
    decision = made(stage, replace(by_law, legal_ground="Criminal Code, section 201a"))
    body = body_of(api, decision, who)
    assert (body["ground"], body["legal_ground"]) == ("law", "Criminal Code, section 201a")
    assert "It breaks a law: Criminal Code, section 201a." in letter_of(who, deliver)


def test_the_account_status_tells_days_alone(api: Api, stage: Stage, stranger: User) -> None:
    who = stage.people[0]
    reported(api, stranger, stage.posts[0])
    decision = ruled(stage, wish(A.LIMIT_POST, DAY), wish(A.WARN))
    gone = decided(stage, wish(A.LABEL_POST))
    made(stage, replace(wanted(stage), supersedes=gone.pk))
    body = api.get("/me/account-status", as_=who).json()
    assert (body["standing"], body["more"], body["points"]) == ("good", False, 0)
    warned, limited = body["actions"]
    assert (warned["text"], warned["until"]) == ("warn.author", None)
    day = decision.at.date().isoformat()
    assert limited == {
        "decision": decision.public_id,
        "subject": stage.posts[0].public_id,
        "text": "limit_post.author",
        "says": limited["says"],
        "rules": [RULE],
        "since": day,
        "until": ending.told(decision.at + DAY).date().isoformat(),
        "appeal": "open",
        "appealable_until": (decision.at + 184 * DAY).date().isoformat(),
    }
    assert "T" not in "".join([limited["since"], limited["until"], limited["appealable_until"]])
    other = api.get("/me/account-status", as_=stage.people[1]).json()
    assert other["actions"] == []
