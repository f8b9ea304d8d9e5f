"""Progress never falls, 100 is the end, and devices are told in moderation."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generation import limits
from generation.models import Job
from generation.work import lease as leases
from inbox.models import Event
from tests.client import Api
from tests.generation.studio import Puppet, claimed, draw, fall_silent, passing_fault, submitted

POINTS = st.integers(min_value=-10, max_value=200)
REPORTS = st.lists(st.one_of(POINTS, st.just("lost")), max_size=12)


class Clock:
    """A monotonic clock that goes a second and a half at each look."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        self.now += 1.5
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    fast = Clock()
    monkeypatch.setattr(leases, "time", fast)
    return fast


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(reports=REPORTS)
def test_whatever_is_reported_it_never_falls(
    creator: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch, reports: list[Any]
) -> None:
    monkeypatch.setattr(limits, "MAX_ATTEMPTS", 99)
    monkeypatch.setattr(limits, "LIVE_JOBS", 99)
    monkeypatch.setattr(limits, "JOBS_A_DAY", 999)
    job = submitted(creator)
    lease = claimed(job)
    seen = [0]
    for report in reports:
        if report == "lost":
            fall_silent(job)
            lease = claimed(job)
        else:
            lease.reach(report)
        seen.append(Job.objects.get(pk=job.pk).progress)
    assert seen == sorted(seen)
    assert max(seen) < 100
    told = [e.data["progress"] for e in Event.objects.filter(about=job.pk).order_by("number")]
    assert told == sorted(told)


def test_a_second_attempt_goes_on_from_where_the_first_was_seen(
    api: Api, creator: Any, puppet: Callable[..., Puppet], clock: Clock
) -> None:
    job = submitted(creator)
    seen: list[int] = []

    def look() -> None:
        seen.append(api.get(f"/generations/{job.public_id}", as_=creator).json()["progress"])

    puppet(0.8, look, passing_fault())
    draw(job.pk)
    puppet(0.1, look, 0.9, look)
    draw(job.pk)
    assert seen == [60, 60, 67]


def test_events_come_at_least_five_points_apart(creator: Any, clock: Clock) -> None:
    job = submitted(creator)
    lease = claimed(job)
    for points in range(1, 41):
        lease.reach(points)
    events = Event.objects.filter(about=job.pk, type="generation.progress").order_by("number")
    assert [event.data["progress"] for event in events] == list(range(5, 41, 5))
    assert {event.data["status"] for event in events} == {"in_progress"}


def test_events_come_at_least_a_second_apart(creator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Standing:
        @staticmethod
        def monotonic() -> float:
            return 1000.0

    job = submitted(creator)
    lease = claimed(job)
    monkeypatch.setattr(leases, "time", Standing)
    for points in (20, 40, 60):
        lease._points = points
        lease.renew()
    events = Event.objects.filter(about=job.pk, type="generation.progress")
    assert [event.data["progress"] for event in events] == [20]


def test_between_two_writes_there_is_a_second(
    creator: Any, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    lease = claimed(submitted(creator))
    monkeypatch.setattr(lease, "idle_seconds", lambda: 0.5)
    with django_assert_num_queries(0):
        lease.reach(50)


def test_on_the_way_through_the_stages_it_only_grows(
    creator: Any, deliver: Callable[[], int], puppet: Callable[..., Puppet], clock: Clock
) -> None:
    puppet(*(share / 20 for share in range(21)))
    job = submitted(creator)
    deliver()
    events = Event.objects.filter(about=job.pk).order_by("number")
    told = [event.data["progress"] for event in events]
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 100)
    assert all(points < 100 for points in told[:-1])
    assert [event.data["status"] for event in events][-1] == "completed"
