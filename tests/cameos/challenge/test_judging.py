"""A whole judgement of a rendered film's sound and time; what is seen in it is written down."""

import json
from dataclasses import replace
from math import nan
from pathlib import Path

import numpy as np
import pytest

from cameos.challenge.asking import Challenge, Turn
from cameos.challenge.failures import Failure
from cameos.challenge.film import Shape, misshapen
from cameos.challenge.judging import Judgement, Models, decided, judge
from cameos.challenge.sameness import Sameness
from cameos.challenge.saying import Saying
from lib.faces.base import Band
from lib.faces.presentation import AttackAnswer
from lib.media.errors import MediaError
from lib.media.writer import Mp4Writer
from tests.cameos.challenge.kinds import ScriptedAttacks, ScriptedKind
from tests.cameos.challenge.looks import TO_THE_LEFT, TO_THE_RIGHT, turns

L, R = TO_THE_LEFT, TO_THE_RIGHT
YAWS = turns(L, R, R)
ENOUGH = {"another": 40.0, "swapped": 90.0, "fewer": 90.0, "more": 0.0}
FINE = Shape(seconds=8.0, shorter_side=480, fps=30.0, size=4_000_000, sounds=1)


class Hears:
    name = "scripted"

    def __init__(self, **leads: float) -> None:
        self._leads = ENOUGH | leads

    def listen(self, _samples: object, _digits: str) -> Saying:
        return Saying(3.0, self._leads)


def judged(path: Path, asked: Challenge, kind: ScriptedKind, **models: object) -> Judgement:
    return judge(path, asked, Models(kind, **{"listener": Hears(), **models}))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def passed(answer: Path, asked: Challenge) -> Judgement:
    return judged(answer, asked, ScriptedKind(YAWS))


def test_a_film_that_answers_passes(passed: Judgement) -> None:
    assert passed.failures == ()
    assert passed.passed


def test_without_models_nothing_else_is_assessed(passed: Judgement) -> None:
    assert passed.presentation.answer is AttackAnswer.NOT_ASSESSED
    assert passed.age is Band.NOT_ASSESSED


@pytest.mark.parametrize("answered", list(AttackAnswer))
def test_an_attack_is_an_answer_of_its_own(
    answer: Path, asked: Challenge, answered: AttackAnswer
) -> None:
    attacks = ScriptedAttacks(answered)
    found = judged(answer, asked, ScriptedKind(YAWS), attacks=attacks)
    assert found.passed
    assert found.presentation.answer is answered
    assert (found.presentation.name, found.presentation.version) == ("scripted", "7")
    assert attacks.frames >= 5


@pytest.mark.parametrize(
    ("years", "band"), [(14.0, Band.UNDER_18), (21.0, Band.UNSURE), (40.0, Band.ADULT)]
)
def test_an_age_is_an_answer_of_its_own(
    answer: Path, asked: Challenge, years: float, band: Band
) -> None:
    found = judged(answer, asked, ScriptedKind(YAWS, age=years))
    assert found.passed
    assert (found.age, found.apparent_age_years) == (band, years)


def test_two_faces_end_it_after_two_looks(answer: Path, asked: Challenge) -> None:
    kind = ScriptedKind(YAWS, faces=2)
    found = judged(answer, asked, kind)
    assert found.failures == (Failure.TWO_FACES,)
    assert kind.looked == 2
    assert kind.embedded == 0


def test_nobody_for_four_seconds_ends_it(answer: Path, asked: Challenge) -> None:
    kind = ScriptedKind([0.0, None])
    assert judged(answer, asked, kind).failures == (Failure.FACE_LOST,)
    assert kind.looked < 30
    assert kind.embedded == 0


def test_another_face_is_told_apart(answer: Path, asked: Challenge) -> None:
    kind = ScriptedKind(YAWS, vectors=[(0.0, 0.0)] * 4 + [(0.0, 0.9)])
    assert judged(answer, asked, kind).failures == (Failure.FACE_CHANGED,)


def test_a_film_longer_than_it_says_is_given_up(
    answer: Path, asked: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cameos.challenge.watching.MOST_SECONDS", 2.0)
    kind = ScriptedKind(YAWS)
    assert judged(answer, asked, kind).failures == (Failure.TOO_LONG,)
    assert kind.looked < 16


def plain(path: Path, *levels: int) -> Path:
    """Two seconds of each level of grey, without a sound."""
    with Mp4Writer(path, width=320, height=240, fps=12) as film:
        for level in levels:
            for _ in range(24):
                film.write_frame(np.full((240, 320, 3), level, np.uint8))
    return path


def test_a_cut_is_no_single_take(tmp_path: Path, asked: Challenge) -> None:
    kept, cut = plain(tmp_path / "one.mp4", 90, 110), plain(tmp_path / "two.mp4", 90, 220)
    assert Failure.CUT not in judged(kept, asked, ScriptedKind(YAWS)).failures
    assert judged(cut, asked, ScriptedKind(YAWS)).failures[0] is Failure.CUT


def test_turns_in_another_order(answer: Path, asked: Challenge) -> None:
    assert judged(answer, asked, ScriptedKind(turns(R, L, R))).failures == (
        Failure.TURNS_OUT_OF_ORDER,
    )


def test_a_mirrors_picture_is_read_as_one(answer: Path, asked: Challenge) -> None:
    models = Models(ScriptedKind(turns(R, L, L)), listener=Hears())
    assert judge(answer, asked, models).failures == (Failure.TURNS_MIRRORED,)
    models = Models(ScriptedKind(turns(R, L, L)), listener=Hears())
    assert judge(answer, asked, models, mirrored=True).passed


def test_an_older_answer_is_none_to_a_new_challenge(answer: Path) -> None:
    other = Challenge("140625", (Turn.RIGHT, Turn.LEFT, Turn.LEFT))
    found = judge(answer, other, Models(ScriptedKind(YAWS)))
    assert Failure.DIGITS_NOT_HEARD in found.failures
    assert Failure.TURNS_MIRRORED in found.failures


def test_scores_can_be_decided_again_when_a_rule_moves(passed: Judgement, asked: Challenge) -> None:
    strict = replace(ScriptedKind.thresholds, match=0.1, grey=0.2)
    far = replace(passed.scores, sameness=Sameness(moments=8, furthest=0.3))
    assert decided(far, asked, ScriptedKind.thresholds) == ()
    assert decided(far, asked, strict) == (Failure.FACE_CHANGED,)


@pytest.mark.parametrize("part", ["cuts", "presence", "turning", "sameness", "saying"])
def test_what_was_not_measured_never_passes(passed: Judgement, asked: Challenge, part: str) -> None:
    wanting = replace(passed.scores, **{part: None})  # type: ignore[arg-type]
    assert decided(wanting, asked, ScriptedKind.thresholds)


@pytest.mark.parametrize(
    ("part", "score"),
    [
        ("shape", "seconds"),
        ("shape", "shorter_side"),
        ("shape", "fps"),
        ("shape", "size"),
        ("shape", "sounds"),
        ("presence", "share"),
        ("presence", "longest_lost_s"),
        ("presence", "brightness"),
        ("presence", "side"),
        ("sameness", "furthest"),
        ("saying", "speech_s"),
    ],
)
def test_a_score_that_is_no_number_never_passes(
    passed: Judgement, asked: Challenge, part: str, score: str
) -> None:
    broken = replace(getattr(passed.scores, part), **{score: nan})
    scores = replace(passed.scores, **{part: broken})
    assert decided(scores, asked, ScriptedKind.thresholds)


@pytest.mark.parametrize("sort", ENOUGH)
def test_a_lead_that_is_no_number_never_passes(
    passed: Judgement, asked: Challenge, sort: str
) -> None:
    scores = replace(passed.scores, saying=Saying(3.0, ENOUGH | {sort: nan}))
    assert decided(scores, asked, ScriptedKind.thresholds)


def test_a_film_that_was_not_looked_at_to_its_end_never_passes(
    passed: Judgement, asked: Challenge
) -> None:
    assert decided(replace(passed.scores, complete=False), asked, ScriptedKind.thresholds)


def test_scores_hold_no_part_of_a_template(answer: Path, asked: Challenge) -> None:
    found = judged(answer, asked, ScriptedKind(YAWS, vectors=[(0.123456, 0.654321)]))
    shown = json.dumps(found.scores.as_json()) + repr(found)
    assert "0.1234" not in shown
    assert "0.6543" not in shown
    assert '"furthest": 0.0' in shown


@pytest.mark.parametrize(
    ("change", "failure"),
    [
        ({"seconds": 2.9}, Failure.TOO_SHORT),
        ({"seconds": 30.5}, Failure.TOO_LONG),
        ({"size": 70_000_000}, Failure.TOO_LARGE),
        ({"shorter_side": 200}, Failure.TOO_SMALL),
        ({"fps": 5.0}, Failure.TOO_FEW_FRAMES),
        ({"sounds": 0}, Failure.NO_SOUND),
        ({"sounds": 2}, Failure.SEVERAL_SOUNDS),
    ],
)
def test_a_film_of_the_wrong_shape(change: dict[str, float], failure: Failure) -> None:
    assert misshapen(FINE) == ()
    assert misshapen(replace(FINE, **change)) == (failure,)  # type: ignore[arg-type]


def test_nobody_looks_at_a_film_of_the_wrong_shape(tmp_path: Path, asked: Challenge) -> None:
    kind, path = ScriptedKind(), tmp_path / "short.mp4"
    with Mp4Writer(path, width=320, height=240) as film:
        for _ in range(24):
            film.write_frame(np.zeros((240, 320, 3), np.uint8))
    assert judged(path, asked, kind).failures == (Failure.TOO_SHORT,)
    assert kind.looked == 0


def test_a_file_that_is_no_film_is_no_failed_answer(tmp_path: Path, asked: Challenge) -> None:
    path = tmp_path / "no.mp4"
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(MediaError, match="media_unreadable"):
        judged(path, asked, ScriptedKind())


def test_a_broken_model_is_no_failed_answer(answer: Path, asked: Challenge) -> None:
    class Broken(ScriptedKind):
        def embed(self, _image: object, _face: object) -> np.ndarray:
            raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError):
        judged(answer, asked, Broken(YAWS))
