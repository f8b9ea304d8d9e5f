"""Deciding at the desk: form, preview, decision, second person, and back."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from audit.models import AuditEvent
from enforcement.api.decision_bodies import decision_json
from enforcement.models import Case, Decision, DecisionNote, DecisionText, Proposal, Strike
from enforcement.shown_decisions import decisions_for
from enforcement.states import CaseState
from enforcement.work.decision_mails import send_statement
from feed.models import Post
from inbox.models import Event
from lib.outbox.models import OutboxMessage
from tests import cast
from tests.client import Api
from tests.enforcement.decisions.stage import every_table
from tests.enforcement.desk.pages import (
    FILLED,
    ROOT,
    SAID,
    approves,
    decide_page,
    do,
    hidden,
    preview,
    read,
    through,
)
from tests.enforcement.reporting import case_of, given, reported
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
REMOVES = {"do_remove_post": "on"}
BANS = {"do_ban": "on", "do_remove_post": "on"}


@pytest.fixture
def case(api: Api, stranger: User, post: Post) -> Case:
    reported(api, stranger, post)
    return case_of(post)


@pytest.fixture
def desk(moderator: User) -> Client:
    return at_the_desk(given(moderator, "handle_case"))


def done_by_staff() -> Any:
    return AuditEvent.objects.exclude(action__startswith="audit.staff.")


def everything_but_claims() -> dict[str, Any]:
    """A claim is renewed by whoever works, who is seen to be there."""
    working = ("enforcement.Assignment", "enforcement.Presence")
    return {name: rows for name, rows in every_table().items() if name not in working}


def test_a_preview_does_nothing_and_tells_nobody(desk: Client, case: Case) -> None:
    preview(desk, decide_page(case), **REMOVES)  # from now on the case is theirs
    before, events = everything_but_claims(), Event.objects.count()
    owed, audited = OutboxMessage.objects.count(), done_by_staff().count()
    shown = preview(desk, decide_page(case), **REMOVES, do_strike="on", value_strike="grave")
    assert shown.status_code == 200
    assert not Decision.objects.exists()
    assert not Strike.objects.exists()
    assert everything_but_claims() == before
    assert (Event.objects.count(), OutboxMessage.objects.count()) == (events, owed)
    assert done_by_staff().count() == audited
    assert mail.outbox == []


def test_what_is_previewed_is_what_they_read(desk: Client, case: Case, creator: User) -> None:
    fields = {**REMOVES, "do_suspend": "on", "span_suspend": "168"}
    shown = preview(desk, decide_page(case), **fields)
    page = read(shown)
    assert do(desk, decide_page(case), shown, **fields).status_code == 302
    decision = Decision.objects.get()
    body = decision_json(decisions_for(creator).get(pk=decision.pk))
    assert len(body["actions"]) == 2
    assert all(one["says"] in page for one in body["actions"])
    assert SAID in page
    assert "We removed your post." in page
    assert "Your account is suspended for a time." in page
    assert "We decided about something of yours" in page
    assert "A decision of Zoetrope about you" in page
    assert "It breaks a rule" in page
    assert "We removed the post." in page


def test_the_preview_of_a_letter_is_the_letter(desk: Client, case: Case, creator: User) -> None:
    fields = {"do_suspend": "on", "span_suspend": "168"}
    shown = preview(desk, decide_page(case), **fields)
    do(desk, decide_page(case), shown, **fields)
    send_statement(Decision.objects.get().pk, moved=True)
    (letter,) = mail.outbox
    # All but its id, the link of whoever it is for, and the minute up to which it is, which is
    # counted from the decision.
    own = re.compile(r"(?i) until [^:]*:\d\d UTC|dec_[0-9a-z]{26}|token=\S+")
    said = re.sub(r"\s+", " ", own.sub("", str(letter.body))).strip()
    assert said in own.sub("", read(shown))


def test_several_actions_of_one_decision(desk: Client, case: Case, creator: User) -> None:
    fields = {**REMOVES, "do_strike": "on", "value_strike": "grave", "do_warn": "on"}
    answer = through(desk, decide_page(case), **fields)
    decision = Decision.objects.get()
    assert answer["Location"] == f"{ROOT}/decision/{decision.pk}/change/"
    names = decision.actions.filter(reached=None).order_by("position")
    assert list(names.values_list("name", flat=True)) == ["strike", "warn", "remove_post"]
    assert Strike.objects.get().person_id == creator.pk
    assert DecisionText.objects.get().statement == SAID
    assert DecisionNote.objects.get().text == "seen twice before"
    assert Case.objects.get(pk=case.pk).state == CaseState.DECIDED
    assert AuditEvent.objects.filter(action="enforcement.decision.made").count() == 1


def test_one_action_begins_later(desk: Client, case: Case) -> None:
    fields = {**REMOVES, "after_remove_post": "24", "do_label_post": "on",
              "value_label_post": "sensitive"}  # fmt: skip
    page = read(preview(desk, decide_page(case), **fields))
    assert "Remove the post, from" in page
    assert "We removed your post. Until we undo it. From" in page
    answer = through(desk, decide_page(case), **fields)
    rows = Decision.objects.get().actions.order_by("position")
    assert list(rows.values_list("name", "state")) == [
        ("remove_post", "waiting"), ("label_post", "applied"),
    ]  # fmt: skip
    assert "begins later" in read(desk.get(answer["Location"]))


def test_the_note_is_in_nothing_that_they_read(desk: Client, case: Case) -> None:
    shown = preview(desk, decide_page(case), **REMOVES).content.decode()
    first, second = shown.index('id="preview"'), shown.index('id="decide"')
    assert "seen twice before" not in shown[first:second]
    assert "seen twice before" in shown[second:], "it is still in its field"


def test_no_rule_is_broken(desk: Client, case: Case, creator: User) -> None:
    shown = preview(desk, decide_page(case), finding="no_violation")
    assert "they are not told of it" in read(shown)
    assert "It breaks no rule" in read(shown)
    do(desk, decide_page(case), shown, finding="no_violation")
    assert Decision.objects.get().outcome == "no_violation"
    assert not Event.objects.filter(person_id=creator.pk, type="decision.made").exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"policies": [], **REMOVES}, "This field is required"),
        ({"statement": "  ", **REMOVES}, "This field is required"),
        ({"statement": "Dear {{handle}}, no.", **REMOVES}, "A place of the template"),
        ({}, "Choose what is done"),
        ({"finding": "no_violation", **REMOVES}, "choose nothing that is done"),
        ({"do_suspend": "on"}, "This action does not last so long"),
        ({"do_strike": "on"}, "This action needs another code"),
        ({"do_pause_cameo": "on"}, "Choose what is done"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(
    desk: Client, case: Case, wrong: dict[str, Any], told: str
) -> None:
    answer = preview(desk, decide_page(case), **wrong)
    assert told in read(answer)
    assert "seen twice before" in answer.content.decode()
    assert not hidden(answer.content.decode()).get("agreed")


def test_nothing_is_done_but_what_was_previewed(desk: Client, case: Case) -> None:
    page = decide_page(case)
    shown = preview(desk, page, **REMOVES)
    other = do(desk, page, shown, **REMOVES, do_warn="on")
    assert other.status_code == 200
    assert "changed it since the preview" in read(other)
    assert not Decision.objects.exists()
    assert do(desk, page, other, **REMOVES, do_warn="on").status_code == 302
    unseen = desk.post(page, {**hidden(desk.get(page).content.decode()), "step": "do"})
    assert unseen.status_code == 200
    assert Decision.objects.count() == 1


def test_a_double_submit_decides_once(desk: Client, case: Case) -> None:
    page = decide_page(case)
    shown = preview(desk, page, **REMOVES)
    assert do(desk, page, shown, **REMOVES).status_code == 302
    again = do(desk, page, shown, **REMOVES)
    assert again.status_code == 409
    assert Decision.objects.get().public_id in read(again)
    assert "seen twice before" in again.content.decode()


def test_two_at_once_and_the_second_loses_nothing(desk: Client, case: Case) -> None:
    page = decide_page(case)
    other = at_the_desk(given(cast.moderator(), "handle_case"))
    opened = hidden(other.get(page).content.decode())
    mine = preview(desk, page, **REMOVES)
    held = other.post(page, {**FILLED, **opened, "do_warn": "on", "step": "preview"})
    assert "Somebody else works on this case" in read(held)
    assert "seen twice before" in held.content.decode()
    assert do(desk, page, mine, **REMOVES).status_code == 302
    late = do(other, page, held, do_warn="on", statement="My own words.")
    assert late.status_code == 409
    assert "decided meanwhile" in read(late)
    assert "My own words." in late.content.decode()
    assert 'name="do_warn" id="id_do_warn" checked' in late.content.decode()
    assert Decision.objects.count() == 1


def test_another_report_or_an_edit_is_told_before_anything_is_done(
    desk: Client, api: Api, case: Case, friend: User, post: Post
) -> None:
    page = decide_page(case)
    shown = preview(desk, page, **REMOVES)
    reported(api, friend, post, "hate_speech")
    late = do(desk, page, shown, **REMOVES)
    assert late.status_code == 409
    assert "look at it again" in read(late)
    Post.objects.filter(pk=post.pk).update(caption="other words")
    assert do(desk, page, late, **REMOVES).status_code == 409
    assert not Decision.objects.exists()


def test_who_may_not_decide_finds_no_page(
    case: Case, moderator: User, creator: User, stranger: User
) -> None:
    page = decide_page(case)
    assert at_the_desk(moderator).get(page).status_code == 403
    for person in (stranger, creator):  # who reported it, and whose it is
        User.objects.filter(pk=person.pk).update(is_staff=True)
        client = at_the_desk(given(person, "handle_case"))
        assert client.get(page).status_code == 404
        assert client.post(page, {"step": "do"}).status_code == 404
    only_ages = at_the_desk(given(cast.moderator(), "handle_child_safety"))
    assert only_ages.get(page).status_code == 404


def test_staff_are_dealt_with_by_a_superuser(desk: Client, case: Case, creator: User) -> None:
    User.objects.filter(pk=creator.pk).update(is_staff=True)
    assert "This needs a superuser" in read(preview(desk, decide_page(case), **REMOVES))


def test_a_ban_is_proposed_and_another_approves(desk: Client, case: Case, creator: User) -> None:
    page = decide_page(case)
    shown = preview(desk, page, **BANS)
    assert "It takes two people" in read(shown)
    assert "Your account is closed" in read(shown)
    proposal_page = do(desk, page, shown, **BANS)["Location"]
    proposal = Proposal.objects.get()
    assert str(proposal.pk) in proposal_page
    assert not Decision.objects.exists()
    assert "A proposal about this waits already" in read(through(desk, page, **BANS))
    answer_page = f"{ROOT}/proposal/{proposal.public_id}/answer/"
    own = approves(desk, answer_page)
    assert "Another member of staff must approve" in read(own)
    assert not Decision.objects.exists()
    second = at_the_desk(given(cast.moderator(), "handle_case"))
    waiting = second.get(answer_page)
    assert SAID in read(waiting)
    assert "Your account is closed" in read(waiting)
    assert approves(second, answer_page).status_code == 302
    assert User.objects.get(pk=creator.pk).state == "banned"
    late = second.post(answer_page, {**hidden(waiting.content.decode()), "answer": "approve"})
    assert late.status_code == 409
    assert Decision.objects.count() == 1
    settled = AuditEvent.objects.filter(action="enforcement.proposal.settled")
    assert settled.count() == 1


def test_a_proposal_is_declined(desk: Client, case: Case, creator: User) -> None:
    through(desk, decide_page(case), **BANS)
    proposal = Proposal.objects.get()
    second = at_the_desk(given(cast.moderator(), "handle_case"))
    assert proposal.public_id in second.get(f"{ROOT}/proposal/").content.decode()
    second.post(f"{ROOT}/proposal/{proposal.public_id}/answer/", {"answer": "drop"})
    assert not Decision.objects.exists()
    assert Proposal.objects.get().state == "dropped"
    change = second.get(f"{ROOT}/proposal/{proposal.pk}/change/")
    assert SAID not in read(change)
    assert User.objects.get(pk=creator.pk).state == "good"


def test_a_proposal_is_shown_to_nobody_whom_its_case_is_not(
    desk: Client, case: Case, creator: User
) -> None:
    through(desk, decide_page(case), **BANS)
    proposal = Proposal.objects.get()
    page = f"{ROOT}/proposal/{proposal.public_id}/answer/"
    User.objects.filter(pk=creator.pk).update(is_staff=True)
    for person in (creator, cast.moderator()):
        right = "handle_case" if person == creator else "handle_child_safety"
        client = at_the_desk(given(person, right))
        assert client.get(page).status_code == 404
        assert client.post(page, {"answer": "drop"}).status_code == 404
        assert proposal.public_id not in client.get(f"{ROOT}/proposal/").content.decode()
    assert at_the_desk(cast.moderator()).get(page).status_code == 403


def test_a_decision_is_overturned_from_its_page(
    desk: Client, case: Case, post: Post, creator: User
) -> None:
    through(desk, decide_page(case), **REMOVES, do_strike="on", value_strike="minor")
    first = Decision.objects.get()
    seen = read(desk.get(f"{ROOT}/decision/{first.pk}/change/"))
    assert SAID in seen
    assert "seen twice before" in seen
    page = f"{ROOT}/decision/{first.public_id}/overturn/"
    empty = preview(desk, page, statement="")
    assert "This field is required" in read(empty)
    shown = preview(desk, page, statement="We were wrong.")
    assert "Undone: Remove the post" in read(shown)
    assert Post.objects.get(pk=post.pk).state == "taken_down"
    assert do(desk, page, shown, statement="We were wrong.").status_code == 302
    assert Post.objects.get(pk=post.pk).state == "published"
    assert Strike.objects.get().lifted_at is not None
    assert Case.objects.get(pk=case.pk).outcome == "no_violation"
    again = do(desk, page, shown, statement="We were wrong.")
    assert again.status_code == 409
    assert "decided meanwhile" in read(again)
    assert Decision.objects.count() == 2


def test_another_decision_takes_its_place(desk: Client, case: Case, post: Post) -> None:
    through(desk, decide_page(case), **REMOVES)
    first = Decision.objects.get()
    page = f"{ROOT}/decision/{first.public_id}/replace/"
    assert 'name="do_remove_post" id="id_do_remove_post" checked' in (
        desk.get(page).content.decode()
    )
    through(desk, page, do_label_post="on", value_label_post="sensitive")
    second = Decision.objects.exclude(pk=first.pk).get()
    assert second.supersedes == first
    assert Post.objects.get(pk=post.pk).state == "published"
    assert list(second.actions.values_list("name", flat=True)) == ["label_post"]


def test_undoing_a_ban_takes_two_only_where_deciding_did(
    desk: Client, case: Case, creator: User
) -> None:
    User.objects.filter(pk=creator.pk).update(is_protected=True)
    through(desk, decide_page(case), do_warn="on")
    proposal = Proposal.objects.get()
    second = at_the_desk(given(cast.moderator(), "handle_case"))
    approves(second, f"{ROOT}/proposal/{proposal.public_id}/answer/")
    decision = Decision.objects.get()
    page = f"{ROOT}/decision/{decision.public_id}/overturn/"
    through(desk, page, statement="We were wrong.")
    assert Decision.objects.count() == 1, "a protected account: proposed again"
    assert Proposal.objects.filter(state="waiting").count() == 1
