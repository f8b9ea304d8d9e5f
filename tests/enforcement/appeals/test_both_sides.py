"""Two sides, each heard once, then it is final (E26): the scenarios of addons-server #9387, with
what each hears and does not (Q-1, Q-15)."""

from collections.abc import Callable
from typing import Any

from django.core import mail

from accounts.models import User
from enforcement.actions.names import ActionName
from enforcement.models import Appeal, AppealState, Case, Report
from enforcement.states import CaseState, Outcome
from feed.models import Post
from inbox.models import Event
from tests import cast
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import shown
from tests.client import Api, code_of
from tests.enforcement.appeals.sides import (
    REMOVED,
    appeal,
    appealed,
    overturned,
    ruled,
    told,
    upheld,
)
from tests.enforcement.decisions.stage import Stage, chief, wish
from tests.enforcement.reporting import case_of, reported

A = ActionName


def heard(who: User) -> list[str]:
    rows = Event.objects.filter(person_id=who.pk).order_by("number")
    types = ("report.answered", "appeal.answered", "decision.made")
    return [row.type for row in rows if row.type in types]


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, code_of(answer)


def is_up(stage: Stage) -> bool:
    return Post.objects.get(pk=stage.posts[0].pk).state == "published"


def test_a_reporter_appeals_a_keep_up_the_author_the_takedown_then_it_is_final(
    api: Api, stage: Stage, stranger: User
) -> None:
    author, other, third = stage.people[0], stage.viewers[1], chief()
    second = reported(api, other, stage.posts[0])
    first, _keep = told(api, stage, stranger)
    assert (heard(stranger), heard(other), heard(author)) == (
        ["report.answered"],
        ["report.answered"],
        [],
    )
    one = appealed(api, stranger, first)
    assert heard(author) == [], "that somebody appeals they never hear"
    assert api.get(f"/reports/{second.public_id}", as_=other).json()["appeal"] is None

    down = overturned(one, stage.second, REMOVED)
    assert not is_up(stage)
    assert heard(stranger) == ["report.answered", "appeal.answered"], "once, and as theirs"
    assert heard(other) == ["report.answered", "report.answered"], "nothing of any appeal (Q-15)"
    assert heard(author) == ["decision.made"]
    for row in (first, second):
        row.refresh_from_db()
        assert row.outcome == Outcome.VIOLATION
    body = api.get(f"/me/decisions/{down.public_id}", as_=author).json()
    assert (body["statement"], body["replaces"]) == ("It breaks the rule after all.", None)
    assert body["redress"]["appeal"] == "open"
    assert "appeal" not in body["statement"]
    assert stranger.public_id not in str(body)

    back = appealed(api, author, down)
    up = overturned(back, third)
    assert is_up(stage)
    assert heard(author) == ["decision.made", "decision.made", "appeal.answered"] or heard(
        author
    ) == ["decision.made", "appeal.answered", "decision.made"]
    assert heard(other)[-1] == heard(stranger)[-1] == "report.answered"
    assert up.appeal_round == 2
    for who, row in ((stranger, first), (other, second)):
        shown = api.get(f"/reports/{row.public_id}", as_=who).json()
        assert (shown["outcome"], shown["redress"]["appeal"]) == ("no_violation", "final")
        assert refused(appeal(api, who, row)) == (409, "not_appealable")


def test_the_takedown_stands_on_appeal_and_nobody_is_left_to_ask(
    api: Api, stage: Stage, stranger: User
) -> None:
    author, third = stage.people[0], chief()
    first, _keep = told(api, stage, stranger)
    down = overturned(appealed(api, stranger, first), stage.second, REMOVED)
    done = upheld(appealed(api, author, down), third)
    assert done.outcome == "upheld"
    assert not is_up(stage)
    assert refused(appeal(api, author, down)) == (409, "already_appealed")
    assert refused(appeal(api, stranger, first)) == (409, "not_appealable")
    assert heard(stranger) == ["report.answered", "appeal.answered"], "nothing of the author's"


def test_the_author_appeals_first_and_then_the_reporter(
    api: Api, stage: Stage, stranger: User
) -> None:
    author, third = stage.people[0], chief()
    first, down = told(api, stage, stranger, REMOVED)
    assert refused(appeal(api, stranger, first)) == (409, "not_appealable"), "they were right"
    up = overturned(appealed(api, author, down), stage.second)
    assert is_up(stage)
    assert heard(stranger) == ["report.answered", "report.answered"]
    again = overturned(appealed(api, stranger, first), third, wish(A.LIMIT_POST))
    assert (up.appeal_round, again.appeal_round) == (1, 2)
    shown = api.get(f"/me/decisions/{again.public_id}", as_=author).json()
    assert shown["redress"]["appeal"] == "final"
    assert refused(appeal(api, author, again)) == (409, "not_appealable")


def test_a_keep_up_that_stands_tells_its_author_nothing(
    api: Api, stage: Stage, stranger: User
) -> None:
    author = stage.people[0]
    first, keep = told(api, stage, stranger)
    upheld(appealed(api, stranger, first), stage.second)
    assert heard(author) == []
    assert api.get("/me/decisions", as_=author).json()["results"] == []
    assert api.get("/me/account-status", as_=author).json()["actions"] == []
    assert heard(stranger) == ["report.answered", "appeal.answered"]
    assert refused(appeal(api, stranger, first)) == (409, "already_appealed")
    assert keep.case is not None
    assert Case.objects.get(pk=keep.case.pk).state == CaseState.DECIDED


def test_several_who_reported_wait_in_one_case_and_are_all_answered(
    api: Api, stage: Stage, stranger: User
) -> None:
    """Nor may one person appeal twice with two reports."""
    other = stage.viewers[1]
    theirs = reported(api, other, stage.posts[0])
    twice = reported(api, stranger, stage.posts[0], "hate_speech")
    first, _keep = told(api, stage, stranger)
    one, two = appealed(api, stranger, first), appealed(api, other, theirs)
    assert one.case_id == two.case_id
    assert refused(appeal(api, stranger, twice)) == (409, "already_appealed")
    upheld(one, stage.second)
    assert set(Appeal.objects.values_list("state", flat=True)) == {AppealState.RESOLVED}
    assert heard(stranger).count("appeal.answered") == heard(other).count("appeal.answered") == 1


def test_whoever_was_answered_at_once_appeals_once_too(
    api: Api, stage: Stage, stranger: User
) -> None:
    """E4: also who reports what was decided already."""
    told(api, stage, stranger)
    late, who = reported(api, stage.viewers[1], stage.posts[0]), stage.viewers[1]
    assert late.outcome == Outcome.NO_VIOLATION
    assert redress(api, who, late) == "open"
    one = appealed(api, who, late)
    assert refused(appeal(api, who, late)) == (409, "already_appealed")
    upheld(one, stage.second)
    assert refused(appeal(api, who, late)) == (409, "already_appealed")


# abuse: one after another they have it looked at for ever (E25: once per party per decision)
def test_a_side_is_heard_once_however_many_they_are(api: Api, stage: Stage, stranger: User) -> None:
    crowd = [cast.adult("crowd") for _ in range(4)]
    early = [reported(api, who, stage.posts[0]) for who in crowd[:2]]
    told(api, stage, stranger)
    rows = early + [reported(api, who, stage.posts[0]) for who in crowd[2:]]
    upheld(appealed(api, crowd[0], rows[0]), stage.second)
    for who, row in list(zip(crowd, rows, strict=True))[1:]:
        assert redress(api, who, row) == "heard"
        answer = appeal(api, who, row)
        assert refused(answer) == (409, "not_appealable")
        assert "looked at it anew" in answer.json()["errors"][0]["detail"]
        assert str(crowd[0].pk) not in str(answer.json())
    assert redress(api, crowd[0], rows[0]) == "appealed"
    assert Case.objects.filter(source="appeal").count() == 1


def test_whoever_is_in_it_keeps_an_appeal_of_their_own(
    api: Api, stage: Stage, stranger: User, friend: User
) -> None:
    post = shown(stage.people[0], lent(friend))
    stage.posts = (post, stage.posts[1])
    theirs, other = reported(api, friend, post), reported(api, cast.adult("other"), post)
    first, _keep = told(api, stage, stranger)
    upheld(appealed(api, stranger, first), stage.second)
    assert (theirs.verified, redress(api, friend, theirs)) == (True, "open")
    down = overturned(appealed(api, friend, theirs), stage.second, REMOVED)
    assert down.outcome == Outcome.VIOLATION
    other.refresh_from_db()
    assert other.outcome == Outcome.VIOLATION


def redress(api: Api, who: Any, row: Report) -> str:
    """As they read it of one, and in the list."""
    one = api.get(f"/reports/{row.public_id}", as_=who).json()["redress"]["appeal"]
    mine = api.get("/me/reports", as_=who).json()["results"]
    assert [each["redress"]["appeal"] for each in mine if each["id"] == row.public_id] == [one]
    return str(one)


def test_words_about_child_safety_have_no_appeal_here(
    api: Api, stage: Stage, stranger: User
) -> None:
    report = reported(api, stranger, stage.posts[0], "child_sexual")
    ruled(stage)
    row = Report.objects.get(pk=report.pk)
    assert row.diverted
    assert refused(appeal(api, stranger, row)) == (409, "not_appealable")
    assert case_of(stage.posts[0]).source == "report"


def test_letters_of_an_appeal_go_to_whoever_appealed(
    api: Api, stage: Stage, stranger: User, deliver: Callable[[], int]
) -> None:
    author = stage.people[0]
    _first, down = told(api, stage, stranger, REMOVED)
    one = appealed(api, author, down)
    deliver()
    mail.outbox.clear()
    upheld(one, stage.second)
    deliver()
    (letter,) = mail.outbox
    assert letter.to == [author.email]
    assert one.public_id in str(letter.body)
    assert "What was decided stands." in str(letter.body)
    assert stage.second.public_id not in str(letter.body)
