"""A server that is down is left alone by all processes, and tried again by one."""

import threading
from typing import Any

import pytest
from django.test import override_settings

from lib.api.redis_client import redis_client
from moderation.monitor import breaker as breakers
from moderation.monitor.breaker import Breaker, BreakerState
from moderation.monitor.budget import Budget, Busy
from moderation.monitor.client import MonitorAway, ask, the_breaker
from moderation.monitor.lineage import Lineage, Question
from moderation.policy.audience import Audience
from tests.moderation.monitor import server
from tests.moderation.monitor.conftest import Against

pytestmark = pytest.mark.django_db
QUESTION = Question(Lineage("a red ball"))


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(db: None) -> Clock:
    return Clock()


def opened(clock: Clock) -> Breaker:
    breaker = Breaker("test", clock=clock)
    for _ in range(breakers.FAILURES):
        breaker.failed()
    return breaker


def test_it_opens_after_failures_in_a_row_alone(clock: Clock) -> None:
    breaker = Breaker("test", clock=clock)
    for _ in range(breakers.FAILURES - 1):
        breaker.failed()
    assert breaker.admits()
    breaker.succeeded()
    for _ in range(breakers.FAILURES - 1):
        breaker.failed()
    assert breaker.admits()
    breaker.failed()
    assert not breaker.admits()
    assert breaker.state() == BreakerState.OPEN


def test_all_processes_share_it(clock: Clock) -> None:
    opened(clock)
    assert not Breaker("test", clock=clock).admits()
    assert Breaker("another", clock=clock).admits()


def test_half_open_one_may_try(clock: Clock) -> None:
    breaker = opened(clock)
    clock.now += breakers.REST_SECONDS
    assert breaker.state() == BreakerState.HALF_OPEN
    assert [breaker.admits() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert breaker.state() == BreakerState.CLOSED
    assert [breaker.admits() for _ in range(3)] == [True, True, True]


def test_a_failed_trial_opens_it_anew(clock: Clock) -> None:
    breaker = opened(clock)
    clock.now += breakers.REST_SECONDS
    assert breaker.admits()
    breaker.failed()
    assert breaker.state() == BreakerState.OPEN
    clock.now += breakers.REST_SECONDS
    assert breaker.admits()


def test_a_trial_whose_process_died_is_over_in_time(clock: Clock) -> None:
    breaker = opened(clock)
    clock.now += breakers.REST_SECONDS
    assert breaker.admits()
    clock.now += breakers.TRIAL_SECONDS - 1
    assert not breaker.admits()
    clock.now += 1
    assert breaker.admits()


def test_a_trial_that_says_nothing_leaves_the_place_to_another(clock: Clock) -> None:
    breaker = opened(clock)
    clock.now += breakers.REST_SECONDS
    assert breaker.admits()
    breaker.gave_up()
    assert breaker.admits()


def test_a_server_that_is_down_is_not_asked_any_more(against: Against) -> None:
    monitor = against(server.status(401))
    for _ in range(breakers.FAILURES + 3):
        with pytest.raises(MonitorAway):
            ask(QUESTION, audience=Audience(), seconds=20)
    assert len(monitor.asked) == breakers.FAILURES
    assert the_breaker().state() == BreakerState.OPEN


def test_words_that_make_it_talk_nonsense_take_it_from_nobody(against: Against) -> None:
    monitor = against(server.writing(lambda good: "As you wish."))
    for _ in range(breakers.FAILURES + 1):
        with pytest.raises(MonitorAway):
            ask(QUESTION, audience=Audience(), seconds=20)
    assert len(monitor.asked) == 2 * (breakers.FAILURES + 1)
    assert the_breaker().state() == BreakerState.CLOSED


def test_it_comes_back_by_one_success(against: Against, monkeypatch: pytest.MonkeyPatch) -> None:
    monitor = against(server.status(401))
    for _ in range(breakers.FAILURES):
        with pytest.raises(MonitorAway):
            ask(QUESTION, audience=Audience(), seconds=20)
    clock = Clock()
    clock.now = 4_000_000_000.0
    monkeypatch.setattr(
        "moderation.monitor.client.the_breaker", lambda: Breaker("monitor", clock=clock)
    )
    monitor.respond = server.saying()
    assert ask(QUESTION, audience=Audience(), seconds=20)
    assert the_breaker().state() == BreakerState.CLOSED


@pytest.mark.parametrize(("said", "rests"), [("120", 120), ("999999", 600), ("soon", 5), ("", 5)])
def test_retry_after_is_obeyed_within_bounds(against: Against, said: str, rests: int) -> None:
    monitor = against(server.status(429, Retry_After=said))
    for _ in range(3):
        with pytest.raises(MonitorAway):
            ask(QUESTION, audience=Audience(), seconds=20)
    assert len(monitor.asked) == 1
    until = float(redis_client().hget(the_breaker().key, "until") or 0)
    clock = Clock()
    clock.now = until - rests
    assert Breaker("monitor", clock=clock).state() == BreakerState.OPEN
    clock.now = until
    assert Breaker("monitor", clock=clock).state() == BreakerState.HALF_OPEN


def test_no_more_than_the_budget_are_out_at_once(clock: Clock) -> None:
    def budget() -> Budget:
        return Budget("test", places=2, seconds=60, clock=clock)

    with budget().place(), budget().place(), pytest.raises(Busy), budget().place():
        pass
    with budget().place():
        pass


def test_a_place_of_a_dead_process_is_free_in_time(clock: Clock) -> None:
    lost = Budget("test", places=1, seconds=60, clock=clock).place()
    lost.__enter__()
    clock.now += 61
    with Budget("test", places=1, seconds=60, clock=clock).place():
        pass


def test_over_budget_is_away_and_says_nothing_about_the_server(
    against: Against, settings: Any
) -> None:
    settings.MONITOR_AT_ONCE = 1
    inside, done = threading.Event(), threading.Event()

    def slow(handler: Any, body: Any) -> None:
        inside.set()
        done.wait(30)
        server.saying()(handler, body)

    against(slow)
    first = threading.Thread(target=ask, args=(QUESTION,), kwargs={"audience": Audience()})
    first.start()
    assert inside.wait(30)
    with pytest.raises(MonitorAway, match="busy"):
        ask(QUESTION, audience=Audience(), seconds=20)
    done.set()
    first.join(30)
    assert the_breaker().state() == BreakerState.CLOSED


def test_without_redis_nothing_goes_out_uncounted(against: Against) -> None:
    monitor = against(server.saying())
    redis_client.cache_clear()
    try:
        with (
            override_settings(REDIS_URL="redis://127.0.0.1:9/0"),
            pytest.raises(MonitorAway),
        ):
            ask(QUESTION, audience=Audience(), seconds=20)
    finally:
        redis_client.cache_clear()
    assert monitor.asked == []
