"""A place for one thread, and interrupts that strike while others wait for it."""

import ctypes
import threading
import time

import pytest

from lib.one_holder import OneHolder

PATIENCE_S = 30
ROUNDS = 20


class Struck(Exception):
    """As dramatiq throws one into a thread."""


def strike(thread: threading.Thread) -> None:
    assert thread.ident is not None
    asked = ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread.ident), ctypes.py_object(Struck)
    )
    assert asked == 1


def test_who_is_struck_while_the_place_is_left_holds_nothing() -> None:
    """With a lock each of these rounds left it taken for ever."""
    place, got = OneHolder(), []

    def wait() -> None:
        try:
            with place.held(lambda: None):
                got.append(True)
                time.sleep(PATIENCE_S)
        except Struck:
            pass

    for number in range(ROUNDS):
        waiter = threading.Thread(target=wait)
        with place.held(lambda: None):
            waiter.start()
            time.sleep(0.01 + number / 400)
            strike(waiter)
        waiter.join(PATIENCE_S)
        assert not waiter.is_alive()
        entered = threading.Event()
        threading.Thread(target=come, args=(place, entered), daemon=True).start()
        assert entered.wait(PATIENCE_S)


def come(place: OneHolder, entered: threading.Event) -> None:
    with place.held(lambda: None):
        entered.set()


def test_what_is_asked_meanwhile_may_end_the_waiting() -> None:
    place = OneHolder()

    def no_more() -> None:
        raise TimeoutError

    with place.held(lambda: None), pytest.raises(TimeoutError), place.held(no_more):
        pass
    with place.held(no_more):
        pass
