"""Error rates by hand: people on a line, whose distances one can count."""

import numpy as np
import pytest

from lib.faces.calibrating.counting import Outcome, outcomes
from lib.faces.calibrating.rates import Rate

# Ada at 0 and 1, Bob at 3 and 4, Cy at 4.5 alone.
PLACES = [0.0, 1.0, 3.0, 4.0, 4.5]
PEOPLE = ["ada", "ada", "bob", "bob", "cy"]


def at(*thresholds: float) -> list[Outcome]:
    return outcomes(np.array(PLACES, np.float32)[:, None], PEOPLE, thresholds)


def shares(outcome: Outcome) -> list[tuple[int, int]]:
    rates = (outcome.fmr, outcome.fnmr, outcome.fpir, outcome.fnir)
    return [(rate.errors, rate.n) for rate in rates]


def test_below_every_distance_nobody_is_found() -> None:
    assert shares(at(0.25)[0]) == [(0, 8), (2, 2), (0, 5), (4, 4)]


def test_a_neighbour_nearer_than_the_own_second_picture() -> None:
    # 0.5: one pair of strangers (4 and 4.5); both of them, searched, find the other.
    assert shares(at(0.5)[0]) == [(1, 8), (2, 2), (2, 5), (4, 4)]


def test_where_everybody_finds_themselves() -> None:
    assert shares(at(1.0)[0]) == [(1, 8), (0, 2), (2, 5), (0, 4)]


def test_wide_enough_for_half_of_the_strangers() -> None:
    # 2: also 1 and 3, and 3 and 4.5; so only the picture at 0 finds no stranger.
    assert shares(at(2.0)[0]) == [(3, 8), (0, 2), (4, 5), (0, 4)]


def test_beyond_every_distance_all_are_one() -> None:
    assert shares(at(9.0)[0]) == [(8, 8), (0, 2), (5, 5), (0, 4)]


def test_thresholds_are_answered_in_their_order() -> None:
    assert [outcome.threshold for outcome in at(2.0, 0.5)] == [2.0, 0.5]
    assert shares(at(2.0, 0.5)[1]) == shares(at(0.5)[0])


def test_one_person_alone_has_no_strangers() -> None:
    (found,) = outcomes(np.array([[0.0], [1.0]], np.float32), ["ada", "ada"], [2.0])
    assert shares(found) == [(0, 0), (0, 1), (0, 0), (0, 2)]
    assert found.fmr.value is None
    assert found.fmr.interval is None


# Of Wilson's formula, worked out by hand: z = 1.96, z^2 = 3.8415.
@pytest.mark.parametrize(
    ("errors", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
        (0, 1000, 0.0, 0.0038),
    ],
)
def test_the_interval_is_wilsons(errors: int, n: int, low: float, high: float) -> None:
    assert Rate(errors, n).interval == pytest.approx((low, high), abs=0.0001)


@pytest.mark.parametrize(("errors", "n"), [(-1, 2), (3, 2)])
def test_no_more_errors_than_trials(errors: int, n: int) -> None:
    with pytest.raises(ValueError, match="errors"):
        Rate(errors, n)
