from itertools import pairwise

import pytest

from generation.engines.base import RenderCancelled
from generation.engines.pace import ASK_EVERY_FRAMES, Pace


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr("generation.engines.pace.time.monotonic", lambda: self.now)


def test_progress_never_falls_ends_at_one_and_is_told_ten_times_a_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock(monkeypatch)
    told: list[float] = []
    pace = Pace(total_frames=96, progress=told.append, cancelled=lambda: False)
    for number in range(96):
        pace.before_frame(number)
        clock.now += 0.02
    pace.finished()
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)
    assert len(told) <= 96 * 0.02 / 0.1 + 2


def test_a_fast_render_is_not_told_frame_by_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    Clock(monkeypatch)
    told: list[float] = []
    pace = Pace(total_frames=96, progress=told.append, cancelled=lambda: False)
    for number in range(96):
        pace.before_frame(number)
    pace.finished()
    assert told == [0.0, 1.0]


def test_the_wish_to_stop_is_asked_for_at_least_every_twelve_frames() -> None:
    asked: list[int] = []
    at = 0

    def cancelled() -> bool:
        asked.append(at)
        return at >= 30

    pace = Pace(total_frames=96, progress=lambda _share: None, cancelled=cancelled)
    with pytest.raises(RenderCancelled):
        for number in range(96):
            at = number
            pace.before_frame(number)
    assert ASK_EVERY_FRAMES <= 12
    assert max(later - earlier for earlier, later in pairwise(asked)) <= 12
    assert at < 30 + 12
