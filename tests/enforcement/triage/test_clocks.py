"""Staff are warned before a clock ends, and told when it did (E14)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from audit.models import AuditEvent
from config.health.parts import PARTS, NotReady
from config.staff import appoint_lead
from enforcement.models import Case
from enforcement.reasons import REASONS, Queue
from enforcement.triage.clocks import ages, watch
from enforcement.triage.queues import DESKS
from feed.models import Post
from inbox.models import Event
from tests import cast
from tests.client import Api
from tests.enforcement.reporting import case_of, decide, given, reported
from tests.feed.studio import published

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def moderator(moderator: Any) -> Any:
    return given(moderator, "handle_case")


@pytest.fixture
def watching(as_worker: Any) -> Callable[[], int]:
    """The sweep, with the rights of workers."""

    def run() -> int:
        with as_worker():
            return watch()

    return run


def told(person: Any, type: str) -> list[Any]:
    rows = Event.objects.filter(person_id=person.pk, type=type)
    return list(rows.order_by("pk").values_list("data", flat=True))


def test_staff_of_the_queue_are_warned_at_t_minus_x_and_told_of_the_breach(
    api: Api, stranger: Any, moderator: Any, post: Post, time_machine: Any, watching: Any
) -> None:
    lead = cast.adult("lead")
    appoint_lead(lead)
    reported(api, stranger, post, "hate_speech")
    case = case_of(post)
    due = case.opened_at + REASONS["hate_speech"].sla
    assert abs(case.sla_due_at - due) < SECOND
    warns = DESKS[Queue.GENERAL].warns

    time_machine.move_to(case.sla_due_at - warns - SECOND, tick=False)
    assert watching() == 0
    assert not case_of(post).force_review

    time_machine.move_to(case.sla_due_at - warns, tick=False)
    assert (watching(), watching()) == (1, 0)
    assert told(moderator, "desk.due_soon") == [{"queue": "general", "cases": 1}]
    assert told(lead, "desk.due_soon") == [{"queue": "general", "cases": 1}]
    # Whatever its priority: from now on no cut hides it.
    assert case_of(post).force_review

    time_machine.move_to(case.sla_due_at - SECOND, tick=False)
    assert watching() == 0
    time_machine.move_to(case.sla_due_at, tick=False)
    assert (watching(), watching()) == (1, 0)
    assert told(moderator, "desk.overdue") == [{"queue": "general", "cases": 1}]
    assert told(lead, "desk.overdue") == [{"queue": "general", "cases": 1}]
    assert told(stranger, "desk.overdue") == told(post.author, "desk.overdue") == []
    for what in ("due_soon", "overdue"):
        assert AuditEvent.objects.filter(
            action=f"enforcement.case.{what}", target=case.public_id
        ).exists()


def test_only_staff_of_that_queue_hear_of_it(
    api: Api, stranger: Any, moderator: Any, post: Post, time_machine: Any, watching: Any
) -> None:
    keeper = given(cast.moderator(), "handle_child_safety")
    reported(api, stranger, post, "child_abuse")
    time_machine.move_to(case_of(post).sla_due_at, tick=False)
    assert watching() == 1
    assert told(keeper, "desk.overdue") == [{"queue": "child_safety", "cases": 1}]
    assert told(moderator, "desk.overdue") == []


def test_what_was_decided_in_time_alerts_nobody(
    api: Api, stranger: Any, moderator: Any, post: Post, time_machine: Any, watching: Any
) -> None:
    reported(api, stranger, post)
    decide(case_of(post))
    time_machine.move_to(case_of(post).sla_due_at + A_MINUTE, tick=False)
    assert watching() == 0
    assert told(moderator, "desk.overdue") == []


def test_a_more_urgent_reason_moves_the_clock_and_warns_anew(
    api: Api,
    stranger: Any,
    friend: Any,
    moderator: Any,
    post: Post,
    time_machine: Any,
    watching: Any,
) -> None:
    reported(api, stranger, post, "deception_spam")
    late = case_of(post).sla_due_at
    reported(api, friend, post, "self_harm_risk")
    case = case_of(post)
    assert case.sla_due_at < late
    time_machine.move_to(case.sla_due_at, tick=False)
    assert watching() == 1
    assert told(moderator, "desk.overdue") == [{"queue": "urgent", "cases": 1}]
    assert told(moderator, "desk.due_soon") == []


def test_the_monitor_says_how_old_the_oldest_of_each_queue_is(
    api: Api, stranger: Any, creator: Any, post: Post, time_machine: Any
) -> None:
    assert PARTS["cases"]() == "nothing waits"
    reported(api, stranger, post, "hate_speech")
    case = case_of(post)
    reported(api, stranger, published(creator), "hate_speech")
    time_machine.move_to(case.opened_at + timedelta(minutes=90), tick=False)
    assert (ages()[Queue.GENERAL].waiting, ages()[Queue.GENERAL].oldest) == (2, 5400)
    assert PARTS["cases"]() == "oldest: general 90 min"
    time_machine.move_to(case.sla_due_at, tick=False)
    assert ages()[Queue.GENERAL].overdue == 1
    with pytest.raises(NotReady, match="1 past their clock"):
        PARTS["cases"]()


def test_of_child_safety_the_monitor_tells_no_age(api: Api, stranger: Any, post: Post) -> None:
    reported(api, stranger, post, "child_abuse")
    assert PARTS["cases"]() == "nothing waits"
    assert Case.objects.count() == 1
