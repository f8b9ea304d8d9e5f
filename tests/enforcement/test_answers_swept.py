"""An answer that is owed is asked for again, and by nobody twice at once."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from enforcement.models import Case, Report
from enforcement.work import answering
from enforcement.work.answering import AGAIN_AFTER, answer_overdue
from inbox.models import Event
from lib.outbox.models import OutboxMessage
from tests.accounts.test_races import at_once
from tests.client import Api
from tests.enforcement.queueing import waiting
from tests.enforcement.reporting import case_of, decide, reported

pytestmark = pytest.mark.django_db


def owed(number: int) -> list[Case]:
    """Decided cases whose messages were lost, each with a report; the first waits longest."""
    cases = waiting(number)
    for place, case in enumerate(cases):
        Report.objects.create(
            case=case, reporter_id=case.owner_id, subject_kind=case.subject_kind,
            subject_id=case.subject_id, owner_id=case.owner_id, reason="other",
        )  # fmt: skip
        decide(case)
        before = (1 + number - place) * AGAIN_AFTER
        Case.objects.filter(pk=case.pk).update(decided_at=timezone.now() - before)
    OutboxMessage.objects.all().delete()
    return cases


def asked() -> list[str]:
    rows = OutboxMessage.objects.filter(actor_name="answer_reports").order_by("pk")
    return [row.args[0] for row in rows]


def test_what_waits_in_the_queue_is_not_sent_again_and_what_was_lost_is() -> None:
    cases = owed(2)
    assert [answer_overdue() for _ in range(3)] == [2, 0, 0]
    assert asked() == [str(one.pk) for one in cases]
    # The messages were lost.
    Case.objects.update(sent_at=timezone.now() - AGAIN_AFTER + timedelta(seconds=5))
    assert answer_overdue() == 0
    Case.objects.update(sent_at=timezone.now() - AGAIN_AFTER)
    assert answer_overdue() == 2
    assert Counter(asked()) == {str(one.pk): 2 for one in cases}


def test_of_what_was_decided_just_now_its_own_message_is_enough(
    api: Api, stranger: Any, post: Any
) -> None:
    reported(api, stranger, post)
    decide(case_of(post))
    assert answer_overdue() == 0
    assert len(asked()) == 1


def test_sweeps_one_after_the_other_lead_to_one_answer(
    api: Api, stranger: Any, post: Any, deliver: Callable[[], int]
) -> None:
    reported(api, stranger, post)
    case = decide(case_of(post))
    Case.objects.filter(pk=case.pk).update(decided_at=timezone.now() - AGAIN_AFTER)
    for _ in range(3):
        answer_overdue()
    deliver()
    Case.objects.filter(pk=case.pk).update(sent_at=timezone.now() - AGAIN_AFTER)
    assert answer_overdue() == 0
    assert Event.objects.filter(person_id=stranger.pk, type="report.answered").count() == 1


def test_those_that_fail_again_and_again_keep_no_other_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answering, "SENT_AT_ONCE", 2)
    cases = owed(4)
    assert [answer_overdue() for _ in range(3)] == [2, 2, 0]
    assert asked() == [str(one.pk) for one in cases]


@pytest.mark.usefixtures("committing")
def test_of_sweepers_at_once_one_asks() -> None:
    cases = owed(20)
    at_once(*[answer_overdue] * 4)
    assert Counter(asked()) == dict.fromkeys((str(one.pk) for one in cases), 1)
