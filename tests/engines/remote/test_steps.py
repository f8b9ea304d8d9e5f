"""How far a film is that somebody else draws, as its maker is told."""

from itertools import count
from typing import Any

import pytest

from generation.engines.base import RenderRequest
from generation.engines.remote.steps import DRAWN, EVERY_S, QUEUED, Steps
from generation.engines.remote.videos import Seen, Status
from tests.engines.remote.conftest import WISH


def seen(status: Status, share: float) -> Seen:
    return Seen("video_1", status, share, None)


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second between any two looks at the clock."""
    ticks = count(100)
    monkeypatch.setattr("generation.engines.remote.steps.time.monotonic", lambda: next(ticks))


@pytest.mark.usefixtures("slowly")
def test_it_is_done_when_it_is_written_and_not_before() -> None:
    told: list[float] = []
    steps = Steps(told.append)
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


def test_it_is_told_seldom_and_its_end_always(monkeypatch: pytest.MonkeyPatch) -> None:
    now: Any = {"at": 100.0}
    monkeypatch.setattr("generation.engines.remote.steps.time.monotonic", lambda: now["at"])
    told: list[float] = []
    steps = Steps(told.append)
    for number in range(10):
        now["at"] += EVERY_S / 3.9
        steps.written(number / 10)
    assert len(told) == 3
    steps.finished()
    assert told[-1] == 1.0


def test_the_device_here_is_free_as_soon_as_it_is_drawn_there(bench: Any) -> None:
    one, asked = bench(), list[int]()
    one.engine.render(
        RenderRequest(**WISH),
        into=one.folder / "master.mp4",
        progress=one.told.append,
        cancelled=one.cancelled,
        freed=lambda: asked.append(len(one.farm.asked)),
    )
    assert asked == [1], "asked to draw, and not asked yet how far it is"
