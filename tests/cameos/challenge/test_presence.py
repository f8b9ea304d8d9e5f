from dataclasses import replace

import pytest

from cameos.challenge.failures import SENTENCES, Failure
from cameos.challenge.presence import LONGEST_LOST_S, absent, presence_of
from cameos.challenge.watching import Look
from tests.cameos.challenge.looks import looks

THERE = looks([0.0] * 60)
GONE = None


def failures(seen: list[Look]) -> tuple[Failure, ...]:
    return absent(presence_of(seen))


def test_one_face_throughout() -> None:
    assert failures(THERE) == ()


def test_a_look_or_two_without_a_face_is_a_blink_of_the_detector() -> None:
    assert failures(looks([0.0] * 20 + [GONE] * 3 + [0.0] * 20)) == ()


@pytest.mark.parametrize("place", [0, 30, 60])
def test_a_face_that_leaves(place: int) -> None:
    away = round(LONGEST_LOST_S * 6) + 1
    yaws = [0.0] * place + [GONE] * away + [0.0] * (60 - place)
    assert failures(looks(yaws)) == (Failure.FACE_LOST,)


def test_a_face_that_flickers_is_not_there_enough() -> None:
    assert failures(looks([0.0, 0.0, GONE] * 20)) == (Failure.FACE_LOST,)


def test_nobody() -> None:
    assert failures(looks([GONE] * 30)) == (Failure.NO_FACE,)


def test_a_second_face_that_stays() -> None:
    seen = [*THERE[:30], *(replace(look, faces=2) for look in THERE[30:32]), *THERE[32:]]
    assert failures(seen) == (Failure.TWO_FACES,)


def test_one_look_with_two_is_a_mistake_of_the_detector() -> None:
    assert failures([*THERE[:30], replace(THERE[30], faces=2), *THERE[31:]]) == ()


@pytest.mark.parametrize("yaw", [0.0, GONE])
def test_the_dark_is_said_before_what_it_hides(yaw: float | None) -> None:
    assert failures(looks([yaw] * 30, brightness=20.0)) == (Failure.TOO_DARK,)


def test_a_face_far_away() -> None:
    assert failures(looks([0.0] * 30, side=45)) == (Failure.FACE_TOO_SMALL,)


def test_every_failure_tells_what_to_do() -> None:
    assert set(SENTENCES) == set(Failure)
    assert all(sentence.endswith(".") and len(sentence) < 100 for sentence in SENTENCES.values())
