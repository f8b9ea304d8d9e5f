from itertools import pairwise

import pytest

from generation.engines.base import RenderCancelled
from generation.engines.pace import ASK_EVERY_S, Pace


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


@pytest.mark.parametrize("frame_s", [0.001, 0.02, 1.0])
def test_whether_it_is_wanted_is_asked_four_times_a_second_or_around_what_takes_longer(
    frame_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    asked: list[float] = []

    def cancelled() -> bool:
        asked.append(clock.now)
        return False

    pace = Pace(total_frames=960, progress=lambda _share: None, cancelled=cancelled)
    for number in range(960):
        pace.before_frame(number)
        clock.now += frame_s
    assert asked[0] == 100.0
    gaps = [later - earlier for earlier, later in pairwise(asked)]
    assert max(gaps) <= max(ASK_EVERY_S, frame_s) + frame_s
    assert min(gaps) >= ASK_EVERY_S
    assert len(asked) >= 960 * frame_s / (ASK_EVERY_S + frame_s)


def test_once_it_is_not_wanted_the_next_question_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    pace = Pace(total_frames=96, progress=lambda _share: None, cancelled=lambda: clock.now >= 101.0)
    with pytest.raises(RenderCancelled):
        for number in range(96):
            pace.before_frame(number)
            clock.now += 0.04
    assert clock.now < 101.0 + ASK_EVERY_S + 0.04


def test_it_can_be_asked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    Clock(monkeypatch)
    answers = [False, True]
    pace = Pace(total_frames=96, progress=lambda _share: None, cancelled=lambda: answers.pop(0))
    pace.go_on()
    pace.go_on()
    with pytest.raises(RenderCancelled):
        pace.stop_if_cancelled()
