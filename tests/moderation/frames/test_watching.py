import threading
import time

import pytest

from moderation.inspection.watched import Hung, Watched


def test_a_call_gives_back_what_it_returns_or_raises() -> None:
    watched = Watched(seconds=60)
    assert watched.call(lambda: 3) == 3
    with pytest.raises(ZeroDivisionError):
        watched.call(lambda: 1 // 0)
    watched.close()


def test_many_short_calls_are_too_long_together() -> None:
    watched = Watched(seconds=0.2)
    with pytest.raises(Hung):
        for _ in range(100):
            watched.call(lambda: time.sleep(0.02))
    with pytest.raises(Hung):
        watched.call(lambda: None)


def test_a_thread_that_nobody_waits_for_ends() -> None:
    watched = Watched(seconds=60)
    thread = watched.call(threading.current_thread)

    def endless() -> None:
        while True:
            time.sleep(0.01)

    watched._left = 0.1
    with pytest.raises(Hung):
        watched.call(endless)
    thread.join(timeout=60)
    assert not thread.is_alive()


def test_a_thread_ends_when_its_film_is_done() -> None:
    watched = Watched(seconds=60)
    thread = watched.call(threading.current_thread)
    watched.close()
    thread.join(timeout=60)
    assert not thread.is_alive()
