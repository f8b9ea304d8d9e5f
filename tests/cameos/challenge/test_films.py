"""Rendered films before the real detector and the real recogniser."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cameos.challenge.asking import Challenge
from cameos.challenge.failures import Failure
from cameos.challenge.judging import Judgement, Models, judge
from config.demo.filming.films import honest, render
from config.demo.filming.moves import other_order
from lib.faces.presentation import AttackAnswer
from lib.faces.registry import build
from tests.cameos.challenge.kinds import ScriptedAttacks

Judged = Callable[..., Judgement]


@pytest.fixture
def judged(tmp_path: Path, asked: Challenge) -> Judged:
    """The answer, changed in one point."""

    def make(**change: object) -> Judgement:
        film = replace(honest(asked), **change)  # type: ignore[arg-type]
        return judge(render(tmp_path / "film.mp4", film), asked, Models(build()))

    return make


@pytest.mark.slow
def test_a_rendered_film_passes_and_is_an_attack_where_somebody_can_tell(
    answer: Path, asked: Challenge
) -> None:
    found = judge(answer, asked, Models(build(), ScriptedAttacks(AttackAnswer.ATTACK)))
    assert found.failures == ()
    assert found.presentation.answer is AttackAnswer.ATTACK
    assert found.scores.mark.kind == "dlib"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "failure"),
    [
        ({"digits": "406172"}, Failure.DIGITS_NOT_HEARD),
        ({"digits": None}, Failure.NOTHING_SAID),
        ({"photo": True}, Failure.TURNS_MISSING),
        ({"degrees": 8}, Failure.TURNS_MISSING),
        ({"mirrored": True}, Failure.TURNS_MIRRORED),
        ({"two": True}, Failure.TWO_FACES),
        ({"light": 0.12}, Failure.TOO_DARK),
        ({"away": (2.0, 3.6)}, Failure.FACE_LOST),
        ({"away": (0.0, 60.0)}, Failure.NO_FACE),
        ({"seconds": 2.5}, Failure.TOO_SHORT),
        ({"swapped": "dissolve"}, Failure.FACE_CHANGED),
    ],
)
def test_each_fault_is_named(judged: Judged, change: dict[str, object], failure: Failure) -> None:
    assert judged(**change).failures[:1] == (failure,)


@pytest.mark.slow
def test_two_turns_in_each_others_place(judged: Judged, asked: Challenge) -> None:
    assert judged(turns=other_order(asked.turns)).failures == (Failure.TURNS_OUT_OF_ORDER,)


@pytest.mark.slow
def test_a_cut_to_another_face_is_both(judged: Judged) -> None:
    assert judged(swapped="cut").failures[:2] == (Failure.CUT, Failure.FACE_CHANGED)
