"""How far a film is that somebody else draws, as its maker is told."""

from itertools import count
from typing import Any

import pytest

from generation.engines.base import RenderRequest
from generation.engines.pace import ASK_EVERY_S, REPORT_EVERY_S
from generation.engines.remote.clock import Clock, Wait
from generation.engines.remote.steps import DRAWN, QUEUED, Steps
from generation.engines.remote.videos import Seen, Status
from tests.engines.remote.conftest import WISH


def seen(status: Status, share: float) -> Seen:
    return Seen("video_1", status, share, None)


class Still:
    """A clock that stands until a test moves it."""

    def __init__(self) -> None:
        self.at = 100.0

    def clock(self) -> Clock:
        return Clock(now=lambda: self.at)


def test_it_is_done_when_it_is_written_and_not_before() -> None:
    told: list[float] = []
    ticks = count(100)
    steps = Steps(told.append, lambda: False, Clock(now=lambda: float(next(ticks))))
    steps.seen(seen(Status.QUEUED, 0.9))
    assert told == [0.0, QUEUED], "who waits has hardly begun"
    steps.seen(seen(Status.IN_PROGRESS, 0.5))
    steps.seen(seen(Status.IN_PROGRESS, 0.2))
    steps.seen(seen(Status.COMPLETED, 1.0))
    assert told[2:] == pytest.approx([(QUEUED + DRAWN) / 2, DRAWN])
    steps.written(1.0)
    assert DRAWN < told[-1] < 1.0
    steps.finished()
    assert told[-1] == 1.0


def test_it_is_told_seldom_and_its_end_always() -> None:
    told: list[float] = []
    still = Still()
    steps = Steps(told.append, lambda: False, still.clock())
    for number in range(10):
        still.at += REPORT_EVERY_S / 3.9
        steps.written(number / 10)
    assert len(told) == 3
    steps.finished()
    assert told[-1] == 1.0


def test_whether_it_is_wanted_is_asked_seldom_however_many_pieces_come() -> None:
    """Each question goes to the database, and a film comes in thousands of pieces and frames."""
    asked: list[float] = []
    still = Still()

    def cancelled() -> bool:
        asked.append(still.at)
        return False

    steps = Steps(lambda _: None, cancelled, still.clock())
    wait = Wait(still.clock(), seconds=1000, telling=steps)
    for _ in range(1000):
        still.at += ASK_EVERY_S / 100
        wait.look()
    assert 10 <= len(asked) <= 11
    before = len(asked)
    wait.look_now()
    wait.look_now()
    assert len(asked) == before + 2, "before anything leaves, however lately it was asked"


def test_the_device_here_is_free_before_a_server_is_even_asked(bench: Any) -> None:
    """It may be slow to take a film, or ask us to rest."""
    one, asked = bench(), list[int]()
    one.engine.render(
        RenderRequest(**WISH),
        into=one.folder / "master.mp4",
        progress=one.told.append,
        cancelled=one.cancelled,
        freed=lambda: asked.append(len(one.farm.asked)),
    )
    assert asked == [0]
