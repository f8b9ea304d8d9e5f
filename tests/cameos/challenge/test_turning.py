import pytest

from cameos.challenge.asking import Turn
from cameos.challenge.failures import Failure
from cameos.challenge.turning import Turning, misturned, turning_of
from tests.cameos.challenge.looks import TO_THE_LEFT, TO_THE_RIGHT, looks, turns

LEFT, RIGHT = Turn.LEFT, Turn.RIGHT
L, R = TO_THE_LEFT, TO_THE_RIGHT


def made(*peaks: float, middle: float = 0.0) -> tuple[Turn, ...]:
    return turning_of(looks(turns(*peaks, middle=middle))).turns


def test_turns_are_seen_in_their_order() -> None:
    assert made(L, R, R, L) == (LEFT, RIGHT, RIGHT, LEFT)


def test_two_turns_to_one_side_are_two() -> None:
    assert made(L, L, L, R) == (LEFT, LEFT, LEFT, RIGHT)


def test_a_turn_that_is_held_long_is_one() -> None:
    assert turning_of(looks(turns(L, held=20))).turns == (LEFT,)


def test_a_head_that_crosses_over_makes_two_turns() -> None:
    assert turning_of(looks([0, 0, 0, 0, 20, 20, 20, -20, -20, -20, 0, 0, 0])).turns == (
        LEFT,
        RIGHT,
    )


@pytest.mark.parametrize("middle", [-12.0, 9.0, 14.0])
def test_a_camera_that_stands_aside_is_no_turn(middle: float) -> None:
    turning = turning_of(looks(turns(L, R, R, L, middle=middle)))
    assert turning.turns == (LEFT, RIGHT, RIGHT, LEFT)
    assert turning.middle == pytest.approx(middle)


def test_who_sits_sideways_throughout_is_not_looking_into_the_camera() -> None:
    assert turning_of(looks([40.0] * 30)).turns == (LEFT,)


def test_a_nod_or_a_twitch_is_no_turn() -> None:
    assert made(8, -8, 10) == ()
    assert turning_of(looks([0, 0, 0, 30, 0, 0, 0, -30, 0, 0])).turns == ()


def test_a_turn_that_falters_is_one() -> None:
    assert turning_of(looks([0] * 6 + [15, 15, 10, 10, 16, 16] + [0] * 6)).turns == (LEFT,)


def test_a_face_lost_at_the_far_end_still_turned() -> None:
    yaws = [0, 0, 0, 12, 22, 24, None, None, None, 23, 20, 5, 0, 0]
    assert turning_of(looks(yaws)).turns == (LEFT,)


def test_nobody_turns_where_nobody_is() -> None:
    assert turning_of(looks([None] * 10)) == Turning((), 0.0)


def test_a_mirror_shows_the_other_side() -> None:
    seen = looks(turns(L, R, R, L))
    assert turning_of(seen, mirrored=True).turns == (RIGHT, LEFT, LEFT, RIGHT)


@pytest.mark.parametrize(
    ("turned", "failure"),
    [
        ((LEFT, RIGHT, RIGHT), Failure.TURNS_MISSING),
        ((), Failure.TURNS_MISSING),
        ((RIGHT, LEFT, RIGHT, LEFT), Failure.TURNS_OUT_OF_ORDER),
        ((LEFT, RIGHT, RIGHT, LEFT, LEFT), Failure.TURNS_OUT_OF_ORDER),
        ((RIGHT, LEFT, LEFT, RIGHT), Failure.TURNS_MIRRORED),
    ],
)
def test_each_fault_has_its_name(turned: tuple[Turn, ...], failure: Failure) -> None:
    assert misturned(Turning(turned, 0), (LEFT, RIGHT, RIGHT, LEFT)) == (failure,)


def test_the_order_that_was_asked_is_no_fault() -> None:
    asked = (LEFT, RIGHT, RIGHT, LEFT)
    assert misturned(Turning(asked, 0), asked) == ()
