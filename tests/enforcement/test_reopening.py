"""One answer makes nothing immune: what nobody looked at is looked at, whoever a film is said to
show is heard, and no brigade gains by it (E9; abuse.md)."""

from typing import Any

import pytest
from django.utils import timezone

from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.limits import REOPEN_BY_THEM, REOPEN_BY_THEM_WITHIN
from enforcement.models import Case, CaseTransition, Decision, Hiding, Report
from enforcement.reopening import Why
from enforcement.saying import Said
from enforcement.services.deciding import decide, overturning
from enforcement.services.filing import file_report
from enforcement.services.subjects import mute_subject
from enforcement.states import UNDECIDED, Outcome, ReportState
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.lanes import WRONG_AT_MOST
from enforcement.wanted import Wanted
from feed.models import Post
from tests import cast
from tests.client import Api, code_of
from tests.enforcement import reporting
from tests.enforcement.appeals.sides import appealed, overturned
from tests.enforcement.decisions.stage import chief
from tests.enforcement.reporting import case_of, given, reported
from tests.enforcement.test_without_account import confirmed
from tests.feed.studio import published

pytestmark = pytest.mark.django_db
CROWD = 200


def fine(what: Any) -> Case:
    """Decided: it breaks no rule."""
    return reporting.decide(case_of(what))


def opened_by(what: Any) -> str:
    steps = CaseTransition.objects.filter(subject_id=case_of(what).pk).order_by("pk")
    return steps.values_list("reason", flat=True)[0]


def waiting() -> int:
    return Case.objects.filter(state__in=sorted(UNDECIDED)).count()


# abuse: a friend of the maker has it found fine in the gravest matter that there is
def test_what_was_found_of_one_topic_answers_no_other(
    api: Api, post: Post, friend: Any, deliver: Any
) -> None:
    reported(api, friend, post, "self_harm_risk")
    fine(post)
    asked = (
        *("hate_extremism", "harassment_threat", "likeness_me", "sexual_extortion"),
        *("impersonation", "illicit_goods"),
    )
    for number, reason in enumerate(asked, start=2):
        row = reported(api, cast.adult("v"), post, reason)
        assert (row.state, Case.objects.count()) == (ReportState.RECEIVED, number), reason
        assert opened_by(post) == Why.OTHER_TOPIC
        fine(post)
        if reason != "impersonation":  # of whoever says so: that is about them
            assert reported(api, cast.adult("v"), post, reason).state == ReportState.ANSWERED
    assert confirmed(api, post, deliver).status_code == 201
    assert (waiting(), Hiding.objects.count()) == (1, 1)


def test_a_graver_matter_of_the_topic_is_looked_at_and_a_lesser_one_is_not(
    api: Api, post: Post, stranger: Any, friend: Any
) -> None:
    reported(api, stranger, post, "harassment_private")
    fine(post)
    assert reported(api, friend, post, "harassment_targeted").state == ReportState.ANSWERED
    assert reported(api, friend, post, "harassment_threat").state == ReportState.RECEIVED
    assert opened_by(post) == Why.GRAVER


def test_what_is_gone_for_one_rule_is_looked_at_for_grave_ones_alone(
    api: Api, post: Post, stranger: Any, friend: Any
) -> None:
    reported(api, stranger, post, "deception_spam")
    ruled(post, "deception_spam", ActionName.REMOVE_POST)
    row = reported(api, friend, post, "illicit_goods")
    assert (row.state, row.outcome) == (ReportState.ANSWERED, Outcome.VIOLATION)
    assert reported(api, friend, post, "hate_extremism").state == ReportState.RECEIVED


@pytest.mark.parametrize("by_appeal", [False, True])
def test_an_overturn_looks_at_nothing_that_was_said_meanwhile(
    api: Api, post: Post, stranger: Any, friend: Any, deliver: Any, by_appeal: bool
) -> None:
    reported(api, stranger, post, "deception_spam")
    ruled(post, "deception_spam", ActionName.REMOVE_POST)
    assert reported(api, friend, post, "illicit_goods").state == ReportState.ANSWERED
    decision = Decision.objects.get()
    if by_appeal:
        overturned(appealed(api, post.author, decision), chief())
    else:
        decide(wanted=overturning(decision, "It was wrong."), by=chief())
    deliver()
    # What it was removed for was looked at; for the other matter nobody did.
    assert reported(api, cast.adult("v"), post, "deception_spam").state == ReportState.ANSWERED
    assert reported(api, cast.adult("v"), post, "illicit_goods").state == ReportState.RECEIVED
    assert opened_by(post) == Why.OTHER_TOPIC
    # Whoever was answered meanwhile says so again.
    assert reported(api, friend, post, "illicit_goods").state == ReportState.RECEIVED
    assert waiting() == 1


def ruled(post: Post, rule: str, action: ActionName) -> None:
    what = Wanted(
        SubjectKind.POST, post.pk, (rule,), "We looked.", (Wish(action),),
        case_id=case_of(post).pk,
    )  # fmt: skip
    decide(wanted=what, by=chief())


@pytest.mark.parametrize("warned", [False, True])
def test_a_notice_of_an_intimate_image_is_a_new_case_and_hides_first(
    api: Api, post: Post, friend: Any, deliver: Any, warned: bool
) -> None:
    """P6: also after a mere warning, which left the film where it was."""
    reported(api, friend, post, "sexual_intimate")
    if warned:
        ruled(post, "sexual_intimate", ActionName.WARN)
    else:
        fine(post)
    assert confirmed(api, post, deliver).status_code == 201
    row = Report.objects.get(contact__isnull=False)
    assert (row.state, row.case, opened_by(post)) == ("received", case_of(post), Why.NOTICE)
    assert Hiding.objects.get().report == row
    assert not Post.objects.visible_to(cast.stranger()).filter(pk=post.pk).exists()
    # Once for a voice, and once for a post and a reason.
    fine(post)
    deliver()
    again = confirmed(api, post, deliver)
    assert (again.status_code, code_of(again)) == (409, "already_reported")
    other = confirmed(api, post, deliver, reason="sexual_deepfake")
    assert (other.status_code, waiting()) == (201, 0)
    assert confirmed(api, post, deliver, email="eve@example.org").status_code == 201
    assert (waiting(), Hiding.objects.filter(ended_at=None).count()) == (1, 0)


def test_a_notice_is_heard_of_a_thing_whose_reports_only_count(
    api: Api, post: Post, stranger: Any, friend: Any, moderator: Any, deliver: Any
) -> None:
    reported(api, stranger, post, "sexual_intimate")
    mute_subject(case=fine(post), by=given(moderator, "handle_case"))
    assert reported(api, friend, post, "sexual_deepfake", about_me=True).state == "answered"
    assert confirmed(api, post, deliver).status_code == 201
    assert waiting() == 1


@pytest.mark.parametrize(
    ("reason", "about_me", "then"),
    [
        ("sexual_intimate", False, "sexual_deepfake"),
        ("sexual_extortion", True, "sexual_content"),
        ("sexual_content", False, ""),
        ("likeness_me", True, "likeness_other"),
        ("likeness_me", False, ""),
        ("harassment_threat", True, ""),
    ],
)
def test_whoever_says_that_it_is_them_is_heard_once(
    api: Api, post: Post, stranger: Any, friend: Any, reason: str, about_me: bool, then: str
) -> None:
    reported(api, stranger, post, reason)
    fine(post)
    row = reported(api, friend, post, reason, about_me=about_me)
    assert (row.state == ReportState.RECEIVED, waiting()) == (bool(then), int(bool(then)))
    if then:
        assert opened_by(post) == Why.ABOUT_THEM
        fine(post)
        assert reported(api, friend, post, then, about_me=True).state == ReportState.ANSWERED


# abuse: 200 accounts, one after another, have it looked at for ever
def test_two_hundred_accounts_gain_a_few_looks_and_hide_nothing(
    api: Api, post: Post, stranger: Any, deliver: Any, time_machine: Any
) -> None:
    reported(api, stranger, post, "sexual_intimate")
    fine(post)
    reasons = ("sexual_intimate", "sexual_deepfake", "sexual_content", "likeness_me")
    for number in range(CROWD):
        file_report(
            by=cast.adult("crowd"), subject=post.public_id,
            reason=reasons[number % len(reasons)], said=Said(about_me=True),
        )  # fmt: skip
        if waiting():
            fine(post)
    rules = [
        CaseTransition.objects.filter(subject_id=one).order_by("pk")[0].reason
        for one in Case.objects.order_by("opened_at").values_list("pk", flat=True)
    ]
    assert rules.count(Why.ABOUT_THEM) == REOPEN_BY_THEM
    # Nobody had looked whether it shows somebody without a yes; a crowd is heard once.
    assert (rules.count(Why.OTHER_TOPIC), rules.count(Why.NUMBER)) == (1, 1)
    assert len(rules) == 1 + REOPEN_BY_THEM + 2
    assert not Hiding.objects.exists()
    # They silence nobody by it: neither a notice now, nor an account later.
    assert confirmed(api, post, deliver).status_code == 201
    assert (waiting(), Hiding.objects.count()) == (1, 1)
    fine(post)
    time_machine.move_to(timezone.now() + REOPEN_BY_THEM_WITHIN, tick=False)
    late = reported(api, cast.adult("late"), post, "likeness_me", about_me=True)
    assert late.state == ReportState.RECEIVED


def test_whose_word_was_wrong_again_and_again_opens_nothing_by_it(
    api: Api, friend: Any, stranger: Any
) -> None:
    for number in range(WRONG_AT_MOST + 2):
        post = published(cast.creator())
        reported(api, stranger, post, "likeness_me")
        fine(post)
        row = reported(api, friend, post, "likeness_me", about_me=True)
        assert (row.state == ReportState.RECEIVED) == (number <= WRONG_AT_MOST)
        if waiting():
            fine(post)
