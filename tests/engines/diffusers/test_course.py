"""How far a render is, as a course tells it."""

from typing import Any

import pytest

from generation.engines.diffusers.course import Course
from generation.engines.pace import REPORT_EVERY_S


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    now = {"at": 100.0}
    monkeypatch.setattr("generation.engines.pace.time.monotonic", lambda: now["at"])
    return now


def test_it_never_falls_and_is_not_done_before_the_file_is_there(clock: Any) -> None:
    told: list[float] = []
    course = Course(told.append, lambda: False)
    for share in (0.1, 0.6, 0.4, 1.0):
        clock["at"] += 1
        course.reach(share)
    assert told == [0.1, 0.6, Course.ENCODED]
    course.finished()
    assert told[-1] == 1.0


def test_it_is_told_ten_times_a_second_at_most(clock: Any) -> None:
    told: list[float] = []
    course = Course(told.append, lambda: False)
    for number in range(1, 11):
        clock["at"] += REPORT_EVERY_S / 3.9
        course.reach(number / 20)
    assert len(told) == 3


def test_a_part_of_the_way_ends_where_it_ends(clock: Any) -> None:
    """A pipeline may call its transformer more often than was counted on."""
    told: list[float] = []
    course = Course(told.append, lambda: False)
    course.within(Course.PREPARED, Course.DENOISED, 1.5)
    assert told == [Course.DENOISED]
