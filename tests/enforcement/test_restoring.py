"""What was set aside by mistake counts again (law 7)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from audit.models import AuditEvent
from enforcement.models import Case, Report, Snapshot
from enforcement.services import reporters
from enforcement.services.restoring import restore
from enforcement.services.setting_aside import set_aside_all_of
from enforcement.states import CaseState, Outcome, ReportState
from feed.models import Post
from lib.errors import DomainError
from tests import cast
from tests.client import Api
from tests.enforcement.reporting import case_of, decide, given, only_given, reported
from tests.feed.studio import published
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(moderator: Any) -> Any:
    return given(moderator, "handle_case", "manage_reporters")


def set_aside(person: Any, desk: Any) -> None:
    assert set_aside_all_of(person=person, by=desk, why="complaint")


def test_a_case_that_was_closed_for_it_is_opened_anew(
    api: Api, stranger: Any, desk: Any, post: Post, deliver: Callable[[], int]
) -> None:
    row = reported(api, stranger, post, "harassment_threat")
    first = case_of(post)
    set_aside(stranger, desk)
    page = {"action": "restore_chosen", "_selected_action": [str(row.pk)]}
    at_the_desk(desk).post("/admin/enforcement/report/", page, follow=True)
    row.refresh_from_db()
    case = case_of(post)
    assert case.pk != first.pk
    assert (row.case, row.counts, row.state) == (case, True, ReportState.RECEIVED)
    assert (case.state, case.queue) == (CaseState.OPEN, "urgent")
    assert (case.report_count, case.reporter_count) == (1, 1)
    assert Snapshot.objects.filter(case=case).count() == 1
    assert AuditEvent.objects.filter(action="enforcement.report.restored").count() == 1
    decide(case, Outcome.VIOLATION)
    deliver()
    assert api.get(f"/reports/{row.public_id}", as_=stranger).json()["state"] == "decided"
    with pytest.raises(DomainError, match="stale_state"):
        restore(report=row, by=desk, why="complaint")


def test_it_counts_in_the_case_of_others_as_it_did(
    api: Api, stranger: Any, friend: Any, desk: Any, post: Post
) -> None:
    rows = [reported(api, stranger, post, why) for why in ("hate_speech", "violence_graphic")]
    reported(api, friend, post)
    set_aside(stranger, desk)
    case = Case.objects.get()
    assert (case.report_count, case.reporter_count) == (1, 1)
    for row in Report.objects.filter(pk__in=[one.pk for one in rows]):
        restore(report=row, by=desk, why="complaint")
    case.refresh_from_db()
    assert (case.report_count, case.reporter_count) == (3, 2)


def test_of_what_was_decided_meanwhile_it_has_the_answer(
    api: Api, stranger: Any, friend: Any, desk: Any, post: Post, deliver: Callable[[], int]
) -> None:
    row = reported(api, stranger, post)
    reported(api, friend, post)
    set_aside(stranger, desk)
    decide(case_of(post), Outcome.VIOLATION)
    deliver()
    restore(report=Report.objects.get(pk=row.pk), by=desk, why="complaint")
    deliver()
    row.refresh_from_db()
    assert (row.state, row.outcome) == (ReportState.ANSWERED, Outcome.VIOLATION)
    assert Case.objects.count() == 1


def test_what_a_paused_person_said_counts_and_is_said_once(
    api: Api, stranger: Any, desk: Any, post: Post
) -> None:
    reporters.mute_reporter(person=stranger, by=desk, span=timedelta(days=7))
    row, again = (reported(api, stranger, post) for _ in range(2))
    assert not Case.objects.exists()
    restore(report=row, by=desk, why="complaint")
    assert case_of(post).report_count == 1
    with pytest.raises(DomainError, match="already_reported"):
        restore(report=again, by=desk, why="complaint")


def test_whoever_may_and_is_no_part_of_it(
    api: Api, stranger: Any, friend: Any, moderator: Any, desk: Any
) -> None:
    reporters.mute_reporter(person=stranger, by=desk, span=timedelta(days=7))
    of_staff = reported(api, stranger, moderator)
    of_friend = reported(api, stranger, friend)
    with pytest.raises(DomainError, match="not_found"):
        restore(report=of_staff, by=desk, why="complaint")
    with pytest.raises(DomainError, match="permission_denied"):
        restore(report=of_friend, by=friend, why="complaint")
    assert not Case.objects.exists()


def test_what_lies_in_a_queue_of_others_is_not_set_aside(
    api: Api, creator: Any, stranger: Any, moderator: Any, post: Post
) -> None:
    by = only_given(moderator, "handle_case", "manage_reporters")
    plain = reported(api, stranger, post)
    intimate = reported(api, stranger, published(creator), "sexual_intimate")
    assert set_aside_all_of(person=stranger, by=by, why="complaint") == 1
    states = [Report.objects.get(pk=one.pk).state for one in (plain, intimate)]
    assert states == [ReportState.SET_ASIDE, ReportState.RECEIVED]
    lead = given(moderator, "handle_intimate")
    assert set_aside_all_of(person=stranger, by=lead, why="complaint") == 1
    intimate.refresh_from_db()
    with pytest.raises(DomainError, match="not_found"):
        restore(report=intimate, by=only_given(cast.moderator(), "manage_reporters"), why="case")
    restore(report=intimate, by=lead, why="case")
