"""What detectors find of somebody becomes a case without a report."""

from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from enforcement.models import Case, CaseFinding, Snapshot
from enforcement.services.setting_aside import set_aside_all_of
from enforcement.states import CaseSource, CaseState
from lib.events import publish
from lib.ids import new_id
from moderation.events import FindingRaised
from tests.client import Api
from tests.enforcement.reporting import case_of, decide, given, reported

pytestmark = pytest.mark.django_db


def raised(person: Any, category: str = "sexual", finding: UUID | None = None) -> UUID:
    """A finding as moderation's workers publish it."""
    key = finding or new_id()
    with transaction.atomic():
        publish(FindingRaised(key, person.pk, "probing", category, "vectors", ()))
    return key


@pytest.fixture(autouse=True)
def _as_worker(as_worker: Any) -> Any:
    with as_worker():
        yield


def test_a_finding_opens_a_case_about_the_person(creator: Any, api: Api) -> None:
    finding = raised(creator)
    case = case_of(creator)
    assert (case.source, case.owner_id, case.report_count) == (CaseSource.FINDING, creator.pk, 0)
    assert case.force_review
    assert Snapshot.objects.filter(case=case).count() == 1
    # Delivered twice, or grown: it stays where it is, also once that was decided.
    raised(creator, finding=finding)
    decide(case)
    raised(creator, finding=finding)
    assert Case.objects.count() == CaseFinding.objects.count() == 1
    raised(creator)
    assert case_of(creator).follows_id == case.pk
    assert api.get("/me/events", as_=creator).json()["results"] == []


def test_a_finding_joins_the_case_that_is_open(
    creator: Any, stranger: Any, moderator: Any, api: Api
) -> None:
    reported(api, stranger, creator, "impersonation")
    raised(creator)
    assert Case.objects.count() == 1
    # What detectors found stays, though its reports are set aside.
    assert set_aside_all_of(
        person=stranger, by=given(moderator, "handle_case", "manage_reporters"), why="complaint"
    )
    assert case_of(creator).state == CaseState.OPEN


def test_what_is_found_later_is_looked_at_as_soon_as_what_is_reported(
    creator: Any, stranger: Any, api: Api
) -> None:
    reported(api, stranger, creator, "deception_spam")
    first = case_of(creator)
    raised(creator, "self_harm")
    case = Case.objects.get()
    assert (first.queue, case.queue) == ("general", "urgent")
    assert case.priority == case.components["severity"] == case.severity == 100
    assert case.sla_due_at < first.sla_due_at
    # Neither does something less grave take it back.
    raised(creator)
    assert (Case.objects.get().queue, Case.objects.get().severity) == ("urgent", 100)


def test_a_report_joins_the_case_of_a_finding(creator: Any, stranger: Any, api: Api) -> None:
    raised(creator)
    reported(api, stranger, creator, "harassment_threat")
    case = Case.objects.get()
    assert (case.source, case.report_count, case.queue) == (CaseSource.FINDING, 1, "urgent")


def test_of_child_safety_a_finding_is_apart(creator: Any) -> None:
    raised(creator, "child_safety")
    case = Case.objects.get()
    assert (case.diverted, case.queue) == (True, "child_safety")
    assert not Snapshot.objects.exists()


def test_of_somebody_who_left_there_is_no_case(creator: Any) -> None:
    type(creator).objects.filter(pk=creator.pk).update(joined_at=None)
    raised(creator)
    assert not Case.objects.exists()
