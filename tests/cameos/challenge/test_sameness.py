import numpy as np
import pytest

from cameos.challenge.failures import Failure
from cameos.challenge.sameness import MOMENTS, Sameness, changed, moments_of, sameness_of
from cameos.challenge.watching import Seen
from lib.faces.base import Face, FaceBox, Thresholds
from tests.cameos.challenge.kinds import ScriptedKind

PICTURE = np.zeros((4, 4, 3), np.uint8)
SOME = Thresholds(match=0.5, grey=0.7, source="a test's own")


def seen(*yaws: float, skip: tuple[int, int] = (0, 0)) -> list[Seen]:
    return [
        Seen(number / 6, PICTURE, Face(FaceBox(0, 0, 4, 4, 1.0), (), yaw, None, None))
        for number, yaw in enumerate(yaws)
        if not skip[0] <= number < skip[1]
    ]


def times(chosen: list[Seen]) -> set[int]:
    return {round(one.at_seconds * 6) for one in chosen}


def test_both_ends_and_both_furthest_turns_are_compared() -> None:
    yaws = [0.0] * 60
    yaws[13], yaws[47] = -24.0, 22.0
    assert {0, 13, 47, 59} <= times(moments_of(seen(*yaws)))


def test_both_sides_of_a_gap_are_compared() -> None:
    assert {20, 25} <= times(moments_of(seen(*[0.0] * 60, skip=(21, 25))))


def test_a_film_of_any_length_costs_as_many_templates() -> None:
    assert len(moments_of(seen(*[0.0] * 180, skip=(50, 60)))) <= MOMENTS + 4


def test_what_comes_out_are_distances() -> None:
    kind = ScriptedKind(vectors=[(0.0, 0.0)] * 3 + [(0.0, 0.4)] * 20)
    found = sameness_of(seen(*[0.0] * 30), kind)
    assert found.furthest == pytest.approx(0.4)
    assert kind.embedded == found.moments


@pytest.mark.parametrize(
    ("furthest", "failures"),
    [
        (0.2, ()),
        (0.5, ()),
        (0.51, (Failure.FACE_UNCLEAR,)),
        (0.7, (Failure.FACE_UNCLEAR,)),
        (0.71, (Failure.FACE_CHANGED,)),
        (None, (Failure.FACE_UNCLEAR,)),
    ],
)
def test_what_nobody_can_say_is_asked_again(
    furthest: float | None, failures: tuple[Failure, ...]
) -> None:
    assert changed(Sameness(8, furthest), SOME) == failures


@pytest.mark.parametrize("count", [0, 1])
def test_one_look_compares_nothing(count: int) -> None:
    found = sameness_of(seen(*[0.0] * count), ScriptedKind())
    assert changed(found, SOME) == (Failure.FACE_UNCLEAR,)
