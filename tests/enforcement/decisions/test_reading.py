"""What the person whom they concern reads of decisions and strikes, and what they never do."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.core import mail
from django.utils import timezone
from time_machine import travel

from accounts.models import User
from enforcement.actions.names import ActionName
from enforcement.exporting import WALKERS
from enforcement.ladder import LEVELS
from enforcement.models import Decision, Strike
from enforcement.reasons import REASONS
from enforcement.services.deciding import decide
from enforcement.work.answering import answer
from enforcement.work.lifting import lift_ended
from inbox.models import Event
from lib.exporting import Walker
from tests.client import Api
from tests.enforcement.decisions.stage import (
    DAY,
    SAID,
    Stage,
    decided,
    made,
    undone,
    wanted,
    wish,
)
from tests.enforcement.reporting import case_of, reported

A = ActionName
CHILD = next(code for code, one in REASONS.items() if one.diverted)


def mine(api: Api, who: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api.get("/me/decisions", as_=who).json()["results"]
    return rows


def told(who: User) -> list[dict[str, Any]]:
    rows = Event.objects.filter(person_id=who.pk, type="decision.made").order_by("number")
    return [row.data for row in rows]


def exported(who: User, model: Any) -> list[Any]:
    walker = next(one for one in WALKERS if isinstance(one, Walker) and one.model is model)
    return list(walker.records(who))


def test_why_and_what_followed(api: Api, stage: Stage) -> None:
    who = stage.people[0]
    decision = decided(stage, wish(A.LIMIT_POST, DAY), wish(A.WARN), note="they do this often")
    (body,) = mine(api, who)
    assert api.get(f"/me/decisions/{decision.public_id}", as_=who).json() == body
    assert (body["id"], body["statement"]) == (decision.public_id, SAID)
    assert (body["subject"], body["automated"]) == (stage.posts[0].public_id, False)
    assert [one["code"] for one in body["rules"]] == ["harassment_targeted"]
    warned, limited = body["actions"]
    assert (warned["text"], warned["until"]) == ("warn.author", None)
    assert (limited["text"], limited["state"]) == ("limit_post.author", "done")
    assert limited["until"] is not None
    assert body["decided_on"] == timezone.now().date().isoformat()
    everything = str([body, exported(who, Decision)])
    assert stage.judge.public_id not in everything, "who decided"
    assert "often" not in everything, "what staff say to staff"
    assert exported(who, Decision) == [body]


def test_it_is_read_by_whom_it_concerns_alone(api: Api, stage: Stage) -> None:
    decision = decided(stage, wish(A.WARN))
    for other in (stage.people[1], stage.viewers[0], stage.judge):
        theirs = api.get(f"/me/decisions/{decision.public_id}", as_=other)
        missing = api.get("/me/decisions/dec_" + "0" * 26, as_=other)
        assert theirs.status_code == missing.status_code == 404
        assert {**theirs.json(), "request_id": 0} == {**missing.json(), "request_id": 0}
        assert mine(api, other) == []


def test_what_was_undone_says_so(api: Api, stage: Stage) -> None:
    who = stage.people[0]
    first = decided(stage, wish(A.REMOVE_POST))
    second = undone(stage, first)
    after, before = mine(api, who)
    assert (after["id"], after["replaces"], after["actions"]) == (
        second.public_id,
        first.public_id,
        [],
    )
    assert (before["replaced_by"], before["actions"][0]["state"]) == (second.public_id, "undone")


def test_that_somebody_reported_in_vain_is_never_told(api: Api, stage: Stage) -> None:
    """Neither that no rule was broken, nor that its reporter appealed, nor in an archive."""
    who = stage.people[0]
    fine = decided(stage)
    still = made(stage, replace(wanted(stage), supersedes=fine.pk))
    assert (mine(api, who), told(who), exported(who, Decision)) == ([], [], [])
    down = made(stage, replace(wanted(stage, wish(A.REMOVE_POST)), supersedes=still.pk))
    (body,) = mine(api, who)
    assert (body["id"], body["replaces"]) == (down.public_id, None)
    assert [one["replaces"] for one in told(who)] == [None]
    again = undone(stage, down)
    made(stage, replace(wanted(stage), supersedes=again.pk))
    assert [one["id"] for one in mine(api, who)] == [again.public_id, down.public_id]
    assert mine(api, who)[0]["replaced_by"] is None
    assert len(told(who)) == 2


def test_strikes_and_what_comes_next(api: Api, stage: Stage) -> None:
    who = stage.people[0]
    none = api.get("/me/strikes", as_=who).json()
    assert (none["points"], none["strikes"], none["next"]["points"]) == (0, [], 3)
    decision = decided(stage, replace(wish(A.STRIKE), value="serious"))
    body = api.get("/me/strikes", as_=who).json()
    assert (body["points"], [one["level"] for one in body["strikes"]]) == (2, ["serious"])
    assert body["next"] == {"points": 3, "text": "limit_generation.author", "days": 7}
    assert "You have 2 points. At 3" in body["says"]
    assert api.get("/me/strikes", as_=stage.people[1]).json() == none
    with travel(timezone.now() + LEVELS["serious"].decays):
        assert Api().get("/me/strikes", as_=who).json() == none
    undone(stage, decision)
    assert api.get("/me/strikes", as_=who).json() == none


def test_nothing_of_child_safety_is_read(api: Api, stage: Stage, stranger: User) -> None:
    who = stage.people[0]
    reported(api, stranger, stage.posts[0], CHILD)
    case = case_of(stage.posts[0])
    assert case.diverted
    what = wanted(stage, replace(wish(A.STRIKE), value="serious"), wish(A.REMOVE_POST))
    decide(wanted=replace(what, case_id=case.pk), by=stage.judge)
    assert (mine(api, who), told(who), exported(who, Decision)) == ([], [], [])
    assert (api.get("/me/strikes", as_=who).json()["points"], exported(who, Strike)) == (0, [])


def test_whoever_reported_reads_what_was_done(api: Api, stage: Stage, stranger: User) -> None:
    row = reported(api, stranger, stage.posts[0])
    what = wanted(stage, wish(A.SUSPEND), wish(A.WARN), wish(A.REMOVE_POST))
    decision = decide(wanted=replace(what, case_id=case_of(stage.posts[0]).pk), by=stage.judge)
    answer(case_of(stage.posts[0]).pk)
    path = f"/reports/{row.public_id}"
    body = api.get(path, as_=stranger).json()
    assert [one["text"] for one in body["measures"]] == [
        *("remove_post.reporter", "suspend.reporter", "warn.reporter"),
    ]
    says = {one["says"] for one in body["measures"]}
    assert "We acted against the account." in says, "nothing of how"
    (listed,) = api.get("/me/reports", as_=stranger).json()["results"]
    assert listed["measures"] == body["measures"]
    undone(stage, decision)
    answer(case_of(stage.posts[0]).pk)
    assert api.get(path, as_=stranger).json()["measures"] == []


def test_of_child_safety_nobody_reads_what_was_done(api: Api, stage: Stage, stranger: User) -> None:
    row = reported(api, stranger, stage.posts[0], CHILD)
    what = wanted(stage, wish(A.REMOVE_POST))
    decide(wanted=replace(what, case_id=case_of(stage.posts[0]).pk), by=stage.judge)
    answer(case_of(stage.posts[0]).pk)
    body = api.get(f"/reports/{row.public_id}", as_=stranger).json()
    assert (body["state"], body["measures"]) == ("decided", [])


def letters(who: User, deliver: Callable[[], int]) -> list[str]:
    mail.outbox.clear()
    deliver()
    return [str(one.body) for one in mail.outbox if one.to == [who.email]]


def test_whoever_is_shut_out_reads_why_and_until_when_in_a_letter(
    stage: Stage, deliver: Callable[[], int]
) -> None:
    who = stage.people[0]
    decided(stage, wish(A.REMOVE_POST))
    (letter,) = letters(who, deliver)
    assert "Your Zoetrope account" not in letter, "it stands as before"
    first = decided(stage, wish(A.SUSPEND, DAY), note="they do this often")
    until = first.actions.get().until
    assert until is not None
    (letter,) = letters(who, deliver)
    assert "suspended until" in letter
    assert str(until.year) in letter
    assert SAID in letter
    assert "often" not in letter
    assert stage.judge.public_id not in letter
    second = decided(stage, wish(A.BAN))
    (letter,) = letters(who, deliver)
    assert "banned until we take it back" in letter
    undone(stage, second)
    (letter,) = letters(who, deliver)
    assert "suspended until" in letter
    assert SAID in letter, "of the one that holds, not that the other was wrong"
    with travel(timezone.now() + 2 * DAY):
        lift_ended()
        (letter,) = letters(who, deliver)
    assert "stands well again" in letter


def test_of_child_safety_no_letter_tells(
    api: Api, stage: Stage, stranger: User, deliver: Callable[[], int]
) -> None:
    reported(api, stranger, stage.posts[0], CHILD)
    what = replace(wanted(stage, wish(A.SUSPEND, DAY)), case_id=case_of(stage.posts[0]).pk)
    decide(wanted=what, by=stage.judge)
    assert User.objects.get(pk=stage.people[0].pk).state == "suspended"
    assert letters(stage.people[0], deliver) == []
    with travel(timezone.now() + 2 * DAY):
        lift_ended()
        assert letters(stage.people[0], deliver) == []
