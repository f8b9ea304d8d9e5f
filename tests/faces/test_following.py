"""A block line that follows the number of people, and never loosens anything."""

from math import log10
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.faces.base import Thresholds
from lib.faces.calibrating.counting import Outcome
from lib.faces.calibrating.proposing import as_setting, proposed
from lib.faces.calibrating.rates import Rate
from lib.faces.following import TARGET_FPIR, FalseMatches, followed_by_size
from lib.faces.thresholds import for_gallery

PUBLISHED = Thresholds(0.56, 0.64, "published")
# A tenth of the false matches at every 0.05 less.
MEASURED = FalseMatches(0.5, 1e-4, 0.6, 1e-2)


def match(searched: int, measured: FalseMatches | None = MEASURED) -> float:
    return followed_by_size(PUBLISHED, measured, searched=searched).match


@pytest.mark.parametrize(
    ("searched", "at"),
    # FMR = FPIR / N nearly, and each tenth of it is 0.05 nearer.
    [(1, 0.55), (10, 0.5), (100, 0.45), (1_000, 0.4), (10_000, 0.35), (100_000, 0.3)],
)
def test_ten_times_as_many_people_are_a_tenth_of_the_false_matches_each(
    searched: int, at: float
) -> None:
    assert match(searched) == pytest.approx(at, abs=1e-4)


def test_by_the_model_a_search_then_errs_at_the_target() -> None:
    for searched in (10, 1_000, 100_000):
        rate = 10 ** (log10(1e-4) + (match(searched) - 0.5) / 0.05)
        assert 1 - (1 - rate) ** searched == pytest.approx(TARGET_FPIR, rel=1e-3)


points = st.tuples(
    st.floats(0.05, 1.0), st.floats(0.05, 0.5), st.floats(1e-9, 1e-3), st.floats(2, 100)
)


@given(points=points, searched=st.integers(0, 10**9), more=st.integers(0, 10**9))
def test_only_the_block_moves_and_only_towards_nearer(
    points: tuple[float, float, float, float], searched: int, more: int
) -> None:
    near, apart, rate, times = points
    measured = FalseMatches(near, rate, near + apart, rate * times)
    few = followed_by_size(PUBLISHED, measured, searched=searched)
    many = followed_by_size(PUBLISHED, measured, searched=searched + more)
    assert 0 < many.match <= few.match <= PUBLISHED.match
    assert many.grey == few.grey == PUBLISHED.grey


@given(searched=st.integers(0, 10**9))
def test_where_nobody_measured_the_published_line_stands_and_says_so(searched: int) -> None:
    found = followed_by_size(PUBLISHED, None, searched=searched)
    assert (found.match, found.grey) == (0.56, 0.64)
    assert found.source == "published; of any gallery alike: nobody measured how it grows"


def test_however_many_there_are_the_same_picture_is_the_same_person() -> None:
    steep = FalseMatches(0.5, 1e-4, 1.5, 1e-3)
    assert 0 < match(10**9, steep) < 0.001


@pytest.mark.parametrize(
    "points",
    [(0.6, 1e-4, 0.5, 1e-2), (0.5, 1e-2, 0.6, 1e-4), (0.5, 0.0, 0.6, 0.1), (0.0, 0.1, 0.5, 0.2),
     (0.5, 0.1, 0.6, 1.0), (0.5, float("nan"), 0.6, 0.1)],
)  # fmt: skip
def test_what_is_no_falling_line_is_refused(points: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="smaller rate"):
        FalseMatches(*points)


def test_the_setting_is_what_moves_it(settings: Any) -> None:
    assert for_gallery(PUBLISHED, searched=1_000).match == PUBLISHED.match
    settings.FACE_FALSE_MATCHES = (0.5, 1e-4, 0.6, 1e-2)
    assert for_gallery(PUBLISHED, searched=1_000).match == pytest.approx(0.4, abs=1e-4)


def outcome(threshold: float, errors: int, n: int = 1_000_000) -> Outcome:
    nothing = Rate(0, 0)
    return Outcome(threshold, Rate(errors, n), nothing, nothing, nothing)


def test_a_calibration_proposes_the_tail_that_it_saw_often_enough() -> None:
    counted = {0.9: 500_000, 0.8: 50_000, 0.4: 3, 0.55: 300, 0.5: 40, 0.6: 4_000}
    found = proposed([outcome(*one) for one in counted.items()])
    assert found is not None
    assert (found.near, found.far) == (
        0.5,
        0.6,
    )  # three are too few; not ten times as often at 0.55
    assert found.near_rate == Rate(40, 1_000_000).interval[1] > 40e-6  # type: ignore[index]
    assert as_setting(found) == "0.5:5.45e-05,0.6:0.00413"


@pytest.mark.parametrize(
    "rates",
    [[], [(0.5, 3), (0.6, 9)], [(0.5, 40)], [(0.5, 40), (0.6, 60)], [(0.5, 400_000)]],
)
def test_too_few_people_propose_nothing(rates: list[tuple[float, int]]) -> None:
    assert as_setting(proposed([outcome(*one) for one in rates])) is None
