"""One film is drawn at a time in a worker, and the next while it is being written."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from dramatiq.middleware import Shutdown

from generation.engines.base import EngineError
from generation.models import Job
from generation.states import JobState
from generation.work import drawing_slot as slots
from generation.work import rendering
from generation.work.drawing_slot import drawing_slot
from generation.work.rendering import render_next
from tests.generation.crew import PROGRAMS
from tests.generation.studio import Puppet, never, submitted

PATIENCE_S = 30
A_MOMENT_S = 0.3  # in which whoever should wait would have come through


def told_to_stop() -> None:
    raise Shutdown


def somebody_comes() -> threading.Event:
    """Another thread of the worker; set once it has the slot, which it gives back at once."""
    inside = threading.Event()

    def come() -> None:
        with drawing_slot():
            inside.set()

    threading.Thread(target=come, daemon=True).start()
    return inside


def test_who_draws_is_alone() -> None:
    with drawing_slot():
        inside = somebody_comes()
        assert not inside.wait(A_MOMENT_S)
    assert inside.wait(PATIENCE_S)


def test_who_left_may_leave_again_and_takes_the_slot_from_nobody() -> None:
    with drawing_slot() as leave:
        leave()
        with drawing_slot():
            leave()
            inside = somebody_comes()
            assert not inside.wait(A_MOMENT_S)
    assert inside.wait(PATIENCE_S)


@pytest.mark.django_db
def test_the_next_is_drawn_while_one_is_written(
    creator: Any, puppet: Callable[..., Puppet]
) -> None:
    first, second = submitted(creator), submitted(creator)
    seen: list[str] = []

    def written() -> None:
        """The device is free, and the film is not there yet."""
        seen.extend(states(first, second))
        engine.steps = (1.0,)
        assert engine.freed is not None
        engine.freed()
        render_next(never)
        seen.extend(states(first, second))

    engine = puppet(0.5, written, 1.0)
    render_next(never)
    assert seen == ["rendering", "queued", "rendering", "rendered"]
    assert states(first, second) == ["rendered", "rendered"]


@pytest.mark.django_db
def test_until_the_device_is_free_nothing_is_claimed(
    creator: Any, puppet: Callable[..., Puppet]
) -> None:
    submitted(creator)
    passed: list[bool] = []
    engine = puppet(0.5, lambda: passed.append(somebody_comes().wait(A_MOMENT_S)), 1.0)
    render_next(never)
    assert passed == [False]
    assert len(engine.renders) == 1
    assert somebody_comes().wait(PATIENCE_S)


@pytest.mark.django_db
def test_a_film_that_fails_leaves_the_slot(creator: Any, puppet: Callable[..., Puppet]) -> None:
    puppet(0.5, EngineError("broken", permanent=True))
    job = submitted(creator)
    render_next(never)
    assert states(job) == ["failed"]
    assert somebody_comes().wait(PATIENCE_S)


def test_the_worker_has_a_thread_for_either() -> None:
    command = PROGRAMS["render"].command
    assert command[command.index("--threads") + 1] == "2"


def states(*jobs: Job) -> list[str]:
    found = dict(Job.objects.filter(pk__in=[job.pk for job in jobs]).values_list("pk", "state"))
    return [JobState(found[job.pk]).value for job in jobs]


def test_a_ticket_goes_back_where_the_film_before_takes_very_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slots, "PATIENCE_S", 0)
    back: list[bool] = []
    with drawing_slot():
        render_next(lambda: back.append(True))
    assert back == [True]


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, Shutdown])
def test_a_ticket_goes_back_where_nobody_can_say_whose_turn_it_is(
    monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def away(**_: object) -> None:
        raise error

    monkeypatch.setattr(rendering, "next_in_turn", away)
    back: list[bool] = []
    with pytest.raises(error):
        render_next(lambda: back.append(True))
    assert back == [True]
    assert somebody_comes().wait(PATIENCE_S)


@pytest.mark.django_db
def test_a_job_that_was_begun_has_used_its_ticket(
    creator: Any, puppet: Callable[..., Puppet]
) -> None:
    puppet(told_to_stop)
    job = submitted(creator)
    with pytest.raises(Shutdown):
        render_next(never)
    assert states(job) == ["queued"]
