"""One job a card, also between processes."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from generation.engines.diffusers.choices import settings_of
from generation.engines.diffusers.loading.turns import alone, turn

SETTINGS = settings_of({"profile": "wan-t2v", "weights": "/w", "device": "cpu"})
HOLDS = (
    "import fcntl, sys; file = open(sys.argv[1], 'w'); fcntl.flock(file, fcntl.LOCK_EX);"
    "print('held', flush=True); sys.stdin.read()"
)


class Enough(Exception):
    pass


def never() -> None:
    pytest.fail("it waited")


def test_a_card_that_another_process_holds_is_waited_for(tmp_path: Path) -> None:
    place = tmp_path / "card.lock"
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    asked = 0

    def go_on() -> None:
        nonlocal asked
        asked += 1
        if asked == 2:
            other.kill()  # the lock goes with the process
            other.wait()

    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with alone(place, go_on):
            assert asked >= 2
    with alone(place, never):
        pass


def test_who_waits_can_be_called_off(tmp_path: Path) -> None:
    def go_on() -> None:
        raise Enough

    place = tmp_path / "card.lock"
    with alone(place, never), pytest.raises(Enough), alone(place, go_on):
        pytest.fail("two at once")


def test_a_process_does_one_job_at_a_time() -> None:
    inside, leave = threading.Event(), threading.Event()

    def first() -> None:
        with turn(SETTINGS, never):
            inside.set()
            leave.wait(30)

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(30)

    def go_on() -> None:
        leave.set()

    with turn(SETTINGS, go_on):
        assert leave.is_set()
    thread.join()
