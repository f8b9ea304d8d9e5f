"""One job at a time, and one process on a card."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from generation.engines.base import MachineFault
from generation.engines.diffusers.choices import settings_of
from generation.engines.diffusers.loading import turns, warm
from generation.engines.diffusers.loading.turns import alone, turn
from generation.engines.diffusers.places import kept_in

SETTINGS = settings_of({"profile": "wan-t2v", "weights": "/w", "device": "cpu"})
HOLDS = (
    "import fcntl, sys; file = open(sys.argv[1], 'w'); fcntl.flock(file, fcntl.LOCK_EX);"
    "print('held', flush=True); sys.stdin.read()"
)


class Enough(Exception):
    pass


def never() -> None:
    pytest.fail("it waited")


@contextmanager
def another_process(place: Path) -> Iterator[subprocess.Popen[bytes]]:
    """That holds a lock until it is killed."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        yield other
        other.kill()


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The lock of one that this machine might have; what would be loaded onto it is nothing."""
    monkeypatch.setattr(turns, "_card", lambda _: "GPU-1")
    monkeypatch.setattr(warm, "find", lambda *_: None)
    monkeypatch.setattr(warm, "load", lambda _, settings, __: SimpleNamespace(settings=settings))
    monkeypatch.setattr(warm, "give_back", lambda: None)
    warm.cool()
    yield kept_in("cards") / "GPU-1.lock"
    warm.cool()


def test_a_card_on_which_another_process_has_its_model_is_not_shared(card: Path) -> None:
    with another_process(card) as other:
        with pytest.raises(MachineFault, match="card_taken") as refused:
            warm.warm(SETTINGS)
        assert "GPU-1" in refused.value.what
        assert not warm.is_warm(SETTINGS)
        other.kill()  # the lock goes with the process
        other.wait()
        warm.warm(SETTINGS)
    assert warm.is_warm(SETTINGS)


def test_a_card_is_held_as_long_as_the_model_is_warm(card: Path) -> None:
    warm.warm(SETTINGS)
    assert is_taken(card)
    warm.warm(replace(SETTINGS, steps=7))  # another model takes its place, and the card with it
    assert is_taken(card)
    warm.cool()
    assert not is_taken(card)


def test_a_model_that_could_not_be_loaded_holds_no_card(
    card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise Enough

    monkeypatch.setattr(warm, "load", fails)
    with pytest.raises(Enough):
        warm.warm(SETTINGS)
    assert not is_taken(card)


def is_taken(place: Path) -> bool:
    try:
        with alone(place):
            return False
    except MachineFault:
        return True


def test_who_waits_can_be_called_off() -> None:
    def go_on() -> None:
        raise Enough

    with turn(never), pytest.raises(Enough), turn(go_on):
        pytest.fail("two at once")


def test_a_process_does_one_job_at_a_time() -> None:
    inside, leave = threading.Event(), threading.Event()

    def first() -> None:
        with turn(never):
            inside.set()
            leave.wait(30)

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(30)

    def go_on() -> None:
        leave.set()

    with turn(go_on):
        assert leave.is_set()
    thread.join()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("device", "card"), [("auto", "gpu-0"), ("cuda", "gpu-0"), ("cuda:1", "gpu-1")]
)
def test_a_card_is_known_by_its_own_number(
    device: str, card: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes may count the cards differently."""
    import torch

    def properties(index: int) -> SimpleNamespace:
        return SimpleNamespace(uuid=f"gpu-{index}")

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "get_device_properties", properties)
    assert turns._card(replace(SETTINGS, device=device)) == card
