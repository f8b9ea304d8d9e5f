"""Many reports of a thing are one case, and each of who reported it is kept (E9)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from enforcement.limits import REOPEN_PERSON_AFTER, REOPEN_REPORTERS
from enforcement.models import Case, CaseTransition, Report, Snapshot
from enforcement.reopening import Why
from enforcement.saying import Said
from enforcement.services.cases import settle
from enforcement.services.filing import file_report
from enforcement.services.setting_aside import set_aside_all_of
from enforcement.services.subjects import mute_subject
from enforcement.states import CaseState, Outcome, ReportState
from feed.models import Post
from lib.actors import Actor
from lib.errors import DomainError
from lib.states import advance
from tests import cast
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import shown
from tests.client import Api, code_of
from tests.enforcement.reporting import case_of, decide, given, report, reported

pytestmark = pytest.mark.django_db
AT_ONCE = 50


@pytest.mark.usefixtures("committing")
def test_fifty_at_once_are_one_case_of_fifty(post: Post) -> None:
    people = [cast.adult("crowd") for _ in range(AT_ONCE)]
    ready = Barrier(10)

    def say(person: Any) -> str:
        ready.wait(timeout=60)
        try:
            row = file_report(by=person, subject=post.public_id, reason="hate_speech", said=Said())
            return str(row.case_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        cases = set(pool.map(say, people))
    case = Case.objects.get()
    assert cases == {str(case.pk)}
    assert (case.report_count, case.reporter_count) == (AT_ONCE, AT_ONCE)
    kept = set(Report.objects.values_list("reporter_id", flat=True))
    assert kept == {person.pk for person in people}
    assert Snapshot.objects.count() == 1
    assert CaseTransition.objects.filter(subject_id=case.pk).count() == 1


@pytest.mark.usefixtures("committing")
def test_one_person_twice_at_once_is_one_report(post: Post, stranger: Any) -> None:
    ready = Barrier(4)

    def say(_: int) -> str:
        ready.wait(timeout=60)
        try:
            file_report(by=stranger, subject=post.public_id, reason="other", said=Said())
        except DomainError as refused:
            return refused.code.value
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(say, range(4)))
    assert answers == ["already_reported"] * 3 + ["taken"]
    assert Report.objects.count() == 1


def test_the_gravest_reason_leads(api: Api, stranger: Any, friend: Any, post: Post) -> None:
    reported(api, stranger, post, "deception_spam")
    first = case_of(post)
    reported(api, friend, post, "violence_incitement")
    case = case_of(post)
    assert case.pk == first.pk
    assert (first.queue, case.queue) == ("general", "urgent")
    assert case.severity > first.severity
    assert case.priority == case.components["severity"] == case.severity
    assert case.sla_due_at < first.sla_due_at


def test_a_report_after_a_decision_has_the_answer_that_stands(
    api: Api, stranger: Any, friend: Any, post: Post
) -> None:
    reported(api, stranger, post, "hate_speech")
    decide(case_of(post))
    answer = report(api, friend, post, "hate_speech").json()
    assert (answer["state"], answer["outcome"]) == ("decided", "no_violation")
    case = Case.objects.get()
    assert (case.state, case.report_count) == (CaseState.DECIDED, 2)
    assert code_of(report(api, friend, post, "hate_speech")) == "already_reported"


def history(case: Case) -> list[str]:
    steps = CaseTransition.objects.filter(subject_id=case.pk).order_by("pk")
    return list(steps.values_list("reason", flat=True))


def reopened(first: Case, what: Any) -> str:
    """By which rule another case follows the first; what its history says."""
    case = case_of(what)
    assert case.pk != first.pk
    assert case.follows_id == first.pk
    assert case.state == CaseState.OPEN
    return history(case)[0]


def test_what_was_changed_since_is_looked_at_again(
    api: Api, stranger: Any, friend: Any, creator: Any
) -> None:
    reported(api, stranger, creator, "impersonation")
    first = decide(case_of(creator))
    User.objects.filter(pk=creator.pk).update(bio="now this")
    reported(api, friend, creator, "impersonation")
    assert reopened(first, creator) == Why.CHANGED
    assert Snapshot.objects.count() == 2


def test_a_graver_reason_is_looked_at_again(
    api: Api, stranger: Any, friend: Any, post: Post
) -> None:
    reported(api, stranger, post, "harassment_targeted")
    first = decide(case_of(post))
    reported(api, friend, post, "harassment_threat")
    assert reopened(first, post) == Why.GRAVER


def test_whoever_is_in_it_is_heard(api: Api, creator: Any, stranger: Any, friend: Any) -> None:
    post = shown(creator, lent(friend))
    reported(api, stranger, post, "likeness_other")
    first = decide(case_of(post))
    reported(api, friend, post, "likeness_other")
    assert reopened(first, post) == Why.NEW_VOICE


def test_a_crowd_has_it_looked_at_once_more_and_no_oftener(
    api: Api, stranger: Any, post: Post
) -> None:
    reported(api, stranger, post, "hate_speech")
    first = decide(case_of(post))
    for _ in range(REOPEN_REPORTERS - 1):
        reported(api, cast.adult("crowd"), post, "hate_speech")
    assert Case.objects.count() == 1
    reported(api, cast.adult("crowd"), post, "hate_speech")
    assert reopened(first, post) == Why.NUMBER
    decide(case_of(post))
    for _ in range(2 * REOPEN_REPORTERS):
        reported(api, cast.adult("crowd"), post, "hate_speech")
    assert Case.objects.count() == 2


# abuse: a friend reports somebody for the gravest reason, and nobody is heard of them ever after
def test_of_a_person_a_decision_does_not_stand_for_ever(
    api: Api, stranger: Any, friend: Any, creator: Any, post: Post
) -> None:
    for one in (creator, post):
        reported(api, friend, one, "self_harm_risk")
        decide(case_of(one))
    reported(api, stranger, creator, "self_harm_promoted")
    assert Case.objects.count() == 2
    first = case_of(creator)
    long_ago = timezone.now() - REOPEN_PERSON_AFTER
    Case.objects.update(decided_at=long_ago)
    Report.objects.update(created_at=long_ago)
    reported(api, friend, creator, "self_harm_risk")
    assert reopened(first, creator) == Why.LATER
    reported(api, stranger, post, "self_harm_promoted")  # a film is what it was
    assert Case.objects.count() == 3


def test_while_a_thing_is_muted_reports_of_it_only_count(
    api: Api, stranger: Any, friend: Any, creator: Any, moderator: Any
) -> None:
    reported(api, stranger, creator, "deception_spam")
    first = case_of(creator)
    desk = given(moderator, "handle_case")
    with pytest.raises(DomainError, match="stale_state"):
        mute_subject(case=first, by=desk)
    row = mute_subject(case=decide(first), by=desk)
    reported(api, friend, creator, "hate_speech")
    assert Case.objects.get().report_count == 2
    # Of a child anybody is heard.
    reported(api, friend, creator, "child_grooming")
    assert Case.objects.filter(diverted=True).count() == 1
    type(row).objects.update(until=timezone.now() - timedelta(seconds=1))
    reported(api, cast.adult("late"), creator, "hate_speech")
    assert reopened(first, creator) == Why.OTHER_TOPIC


def test_danger_to_life_is_heard_of_a_muted_thing_and_only_until_it_was_looked_at(
    api: Api, stranger: Any, friend: Any, creator: Any, moderator: Any
) -> None:
    reported(api, stranger, creator, "deception_spam")
    first, desk = case_of(creator), given(moderator, "handle_case")
    mute_subject(case=decide(first), by=desk)
    reported(api, friend, creator, "self_harm_risk")
    assert reopened(first, creator) == Why.OTHER_TOPIC
    mute_subject(case=decide(Case.objects.exclude(pk=first.pk).get()), by=desk)
    reported(api, cast.adult("late"), creator, "self_harm_risk")
    assert Case.objects.count() == 2, "no brigade opens one case after another by it"


def test_a_case_that_lost_all_its_reports_answers_nobody(
    api: Api, stranger: Any, friend: Any, moderator: Any, post: Post
) -> None:
    reported(api, stranger, post, "hate_speech")
    desk = given(moderator, "handle_case", "manage_reporters")
    assert set_aside_all_of(person=stranger, by=desk, why="complaint") == 1
    assert case_of(post).state == CaseState.CLOSED
    answer = report(api, friend, post, "hate_speech").json()
    assert answer["state"] == "received"
    assert case_of(post).state == CaseState.OPEN


def test_reports_that_were_answered_are_answered_anew_where_the_finding_changes(
    api: Api, stranger: Any, post: Post, deliver: Any
) -> None:
    row = reported(api, stranger, post, "hate_speech")
    case = decide(case_of(post))
    deliver()
    row.refresh_from_db()
    assert (row.state, row.outcome) == (ReportState.ANSWERED, Outcome.NO_VIOLATION)
    actor = Actor.system("appeal")
    advance(case, to=CaseState.UNDER_APPEAL, actor=actor, reason="appeal filed")
    settle(case, outcome=Outcome.VIOLATION, actor=actor, reason="appeal upheld")
    deliver()
    row.refresh_from_db()
    assert row.outcome == Outcome.VIOLATION
    events = api.get("/me/events", as_=stranger).json()["results"]
    told = [one["data"]["outcome"] for one in events if one["type"] == "report.answered"]
    assert told == ["no_violation", "violation"]
