"""The benchmark's own arithmetic."""

import pytest

from benchmarks.generation.course import Call, Drawn, drawn, gaps, share_busy, spread
from benchmarks.generation.memory import edges


def call(start: float, end: float) -> Call:
    return Call("drawing", start, end)


def test_a_call_belongs_to_whoever_was_claimed_last() -> None:
    calls = [call(1.0, 2.0), call(2.0, 4.0), call(5.5, 7.0)]
    assert drawn([(5.0, 9.0), (0.5, 6.0)], calls) == [
        Drawn(0.5, 1.0, 4.0, 6.0),
        Drawn(5.0, 5.5, 7.0, 9.0),
    ]


def test_a_job_without_a_call_is_a_fault_of_the_measurement() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        drawn([(0.0, 1.0), (2.0, 3.0)], [call(0.5, 0.6)])


def test_time_in_two_calls_is_busy_once() -> None:
    calls = [call(0.0, 2.0), call(1.0, 4.0), call(9.0, 30.0)]
    assert share_busy(calls, start=1.0, end=11.0) == pytest.approx(0.5)


def test_gaps_are_between_neighbours_in_time() -> None:
    assert gaps([5.0, 1.0, 2.0]) == [1.0, 3.0]


@pytest.mark.parametrize(("count", "p95"), [(1, 1), (19, 19), (20, 19), (100, 95)])
def test_p95_is_exceeded_by_a_twentieth_at_most(count: int, p95: int) -> None:
    assert spread(list(range(1, count + 1)))["p95"] == p95


def test_growth_is_told_from_end_to_end() -> None:
    held = [100.0 + number for number in range(100)]
    found = edges(held, [7] * 100)
    assert found["last_over_first"] == pytest.approx(194.5 / 104.5, abs=0.001)
    assert found["mib_a_film"] == pytest.approx(1.0)
    assert (found["files_first"], found["files_last"]) == (7, 7)
