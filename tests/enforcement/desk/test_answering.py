"""Answering appeals at the desk (E26): on the page of the appeal's case, by somebody else."""

from typing import Any

import pytest

from enforcement.actions.names import ActionName
from enforcement.admin.deciding import appeals
from enforcement.models import Appeal, AppealOutcome, AppealState, Case, Decision
from enforcement.services.appealing import hold
from feed.models import Post
from moderation.models import BankedHash
from moderation.services.bank_subjects import remember_shown
from tests import cast
from tests.client import Api
from tests.enforcement.appeals.sides import REMOVED, WHY, appealed, ruled, told
from tests.enforcement.decisions.stage import Stage, chief
from tests.enforcement.desk.pages import ROOT, hidden, read
from tests.enforcement.reporting import given, reported
from tests.feed.studio import published
from tests.moderation.banks.material import shown as frames
from tests.staff import at_the_desk

ANSWER = "We looked again, with what you wrote."


@pytest.fixture
def of_owner(api: Api, stage: Stage) -> Appeal:
    """Against a removal, by whose it was."""
    reported(api, stage.viewers[0], stage.posts[0])
    return appealed(api, stage.people[0], ruled(stage, REMOVED))


def page(appeal: Appeal) -> str:
    return f"{ROOT}/case/{appeal.case.public_id}/appeal/"


def sent(client: Any, appeal: Appeal, step: str, page_before: Any, **fields: Any) -> Any:
    own = {"outcome": "upheld", "policies": ["harassment_targeted"], "statement": ANSWER}
    data = {**own, **fields, **hidden(page_before.content.decode()), "step": step}
    return client.post(page(appeal), data)


def answered(client: Any, appeal: Appeal, **fields: Any) -> Any:
    shown = sent(client, appeal, "preview", client.get(page(appeal)), **fields)
    return shown, sent(client, appeal, "do", shown, **fields)


def test_its_words_stand_on_the_page_and_lead_to_the_answer(stage: Stage, of_owner: Appeal) -> None:
    desk = at_the_desk(chief())
    shown = desk.get(f"{ROOT}/case/{of_owner.case.pk}/change/")
    assert WHY in read(shown)
    assert "by whose it is" in read(shown)
    assert page(of_owner) in shown.content.decode()
    decide = f"{ROOT}/case/{of_owner.case.public_id}/decide/"
    assert desk.get(decide).status_code == 404, "an appeal is answered, not decided beside it"


def test_the_decision_stands(stage: Stage, of_owner: Appeal) -> None:
    shown, done = answered(at_the_desk(chief()), of_owner)
    assert ANSWER in read(shown)
    assert "nobody else is told" in read(shown)
    assert done.status_code == 302
    row = Appeal.objects.get(pk=of_owner.pk)
    assert (row.state, row.outcome) == (AppealState.RESOLVED, AppealOutcome.UPHELD)
    assert Decision.objects.count() == 1


def test_it_was_wrong_and_all_is_undone(stage: Stage, of_owner: Appeal) -> None:
    desk = at_the_desk(chief())
    shown, done = answered(desk, of_owner, outcome="overturned")
    assert "Undone: Remove the post" in read(shown)
    assert done.status_code == 302
    assert Post.objects.get(pk=stage.posts[0].pk).state == "published"
    assert Appeal.objects.get(pk=of_owner.pk).outcome == AppealOutcome.OVERTURNED
    late = sent(desk, of_owner, "do", shown, outcome="overturned")
    assert late.status_code == 409
    assert "answered meanwhile" in read(late)
    assert ANSWER in late.content.decode()


def test_nothing_is_answered_but_what_was_previewed(stage: Stage, of_owner: Appeal) -> None:
    desk = at_the_desk(chief())
    shown = sent(desk, of_owner, "preview", desk.get(page(of_owner)))
    other = sent(desk, of_owner, "do", shown, outcome="overturned")
    assert "changed it since the preview" in read(other)
    assert Appeal.objects.get(pk=of_owner.pk).state == AppealState.PENDING


def test_who_decided_does_not_answer(stage: Stage, of_owner: Appeal) -> None:
    desk = at_the_desk(stage.judge)
    shown, done = answered(desk, of_owner)
    assert "Somebody who did not decide it must answer" in read(shown)
    assert done.status_code == 200
    assert Appeal.objects.get(pk=of_owner.pk).state == AppealState.PENDING


def test_who_may_not_see_the_case_finds_no_page(stage: Stage, of_owner: Appeal) -> None:
    assert at_the_desk(cast.moderator()).get(page(of_owner)).status_code == 403
    keeper = at_the_desk(given(cast.moderator(), "handle_child_safety"))
    assert keeper.get(page(of_owner)).status_code == 404
    assert sent(keeper, of_owner, "do", keeper.get(page(of_owner))).status_code == 404


def test_a_reporters_appeal_needs_actions_and_reasons(api: Api, stage: Stage) -> None:
    report, _first = told(api, stage, stage.viewers[0])
    appeal = appealed(api, stage.viewers[0], report)
    desk = at_the_desk(chief())
    assert "by somebody who reported it" in read(desk.get(f"{ROOT}/case/{appeal.case.pk}/change/"))
    bare, _done = answered(desk, appeal, outcome="overturned")
    assert "Say what is done about it" in read(bare)
    removes = {"outcome": "overturned", f"do_{ActionName.REMOVE_POST}": "on"}
    silent, _done = answered(desk, appeal, **removes)
    assert "Say why, for whose it is" in read(silent)
    reasons = "It breaks the rule after all."
    shown, done = answered(desk, appeal, **removes, reasons=reasons)
    words = shown.content.decode()
    person = words[words.index('id="to-person"') : words.index('id="to-reporters"')]
    assert reasons in person
    assert ANSWER not in person, "whose it is never hears of the appeal"
    assert done.status_code == 302
    assert Post.objects.get(pk=stage.posts[0].pk).state == "taken_down"


def test_what_stands_does_nothing(stage: Stage, of_owner: Appeal) -> None:
    desk = at_the_desk(chief())
    shown, done = answered(desk, of_owner, do_warn="on")
    assert "choose nothing that is done" in read(shown)
    assert done.status_code == 200
    assert Appeal.objects.get(pk=of_owner.pk).state == AppealState.PENDING


def test_a_bank_says_before_what_it_would_meet(api: Api, stage: Stage) -> None:
    report, _decision = told(api, stage, stage.viewers[0])
    row, desk = appealed(api, stage.viewers[0], report), at_the_desk(chief())
    alike = published(cast.creator()).draft
    assert alike is not None
    remember_shown(alike.job.public_id, shown=frames(1, 2, 3), files=None)
    fields = {
        "outcome": "overturned",
        "do_bank_hashes": "on",
        "value_bank_hashes": "violence",
        "reasons": "It breaks the rule after all.",
    }
    previewed, done = answered(desk, row, **fields)
    assert "The hash bank would meet 1 other things of ours." in read(previewed)
    assert done.status_code == 302
    assert BankedHash.objects.count() == 3


@pytest.mark.parametrize("what", ["words", "report"])
def test_what_changes_before_it_is_held_is_not_answered_unseen(
    api: Api, stage: Stage, of_owner: Appeal, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Between the look at what was seen and the lock."""

    def meanwhile(decision: Any) -> None:
        if what == "words":
            Post.objects.filter(pk=stage.posts[0].pk).update(caption="Other words.")
        else:
            Case.objects.filter(pk=of_owner.case.pk).update(report_count=7)
        hold(decision)

    desk = at_the_desk(chief())
    shown = sent(desk, of_owner, "preview", desk.get(page(of_owner)))
    monkeypatch.setattr(appeals, "hold", meanwhile)
    late = sent(desk, of_owner, "do", shown)
    assert late.status_code == 409
    assert "changed since: look at it again" in read(late)
    assert Appeal.objects.get(pk=of_owner.pk).state == AppealState.PENDING
    monkeypatch.undo()
    again = sent(desk, of_owner, "preview", desk.get(page(of_owner)))
    assert sent(desk, of_owner, "do", again).status_code == 302
