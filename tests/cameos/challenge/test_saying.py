import numpy as np
import pytest
from numpy.typing import NDArray

from cameos.challenge import saying
from cameos.challenge.failures import Failure
from cameos.challenge.saying import RivalListener, Saying, missaid, written
from config.demo.filming.voices import spoken
from lib.media.sound import SPEECH_RATE
from lib.media.track import SAMPLE_RATE

SAID = "406152"


def heard(digits: str | None, *, seconds: float | None = None) -> NDArray[np.int16]:
    """As the film's sound is read: 16 kHz."""
    sound = spoken(digits, "en-us+f3", 130, 45.0)
    step = SAMPLE_RATE // SPEECH_RATE
    means = sound[: sound.size // step * step].reshape(-1, step).mean(1)
    samples: NDArray[np.int16] = (means * 32767).astype(np.int16)
    return samples[: int(seconds * SPEECH_RATE)] if seconds else samples


def failures(said: str | None, asked: str = SAID) -> tuple[Failure, ...]:
    return missaid(RivalListener().listen(heard(said), asked), asked)


def test_the_digits_that_are_said() -> None:
    assert failures(SAID) == ()


@pytest.mark.parametrize("asked", ["406172", "706152", "401652", "4061524", "060152"])
def test_other_digits_are_not_what_is_said(asked: str) -> None:
    assert failures(SAID, asked) == (Failure.DIGITS_NOT_HEARD,)


def test_one_digit_more_is_said() -> None:
    assert failures("4061572", "406152") == (Failure.DIGITS_NOT_HEARD,)


def test_only_more_is_said() -> None:
    leads = {"another": 40.0, "swapped": 90.0, "fewer": 90.0, "more": -96.0}
    assert missaid(Saying(2.0, leads), SAID) == (Failure.MORE_SAID,)


def test_nobody_speaks() -> None:
    assert failures(None) == (Failure.NOTHING_SAID,)


def test_a_word_is_no_line_of_digits() -> None:
    assert failures("4") == (Failure.NOTHING_SAID,)


def test_a_talk_is_no_line_of_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saying, "MOST_SPEECH_S", 2.0)
    assert failures(SAID) == (Failure.MORE_SAID,)


TOO_LITTLE = {"another": -25.0, "swapped": 25.0, "fewer": 25.0, "more": -100.0}


@pytest.mark.parametrize("sort", list(TOO_LITTLE))
def test_a_lead_that_is_no_number_is_not_enough(sort: str) -> None:
    leads = dict.fromkeys(saying.LEAST_LEAD, 50.0)
    assert missaid(Saying(2.0, leads), SAID) == ()
    assert missaid(Saying(2.0, leads | {sort: float("nan")}), SAID)
    assert missaid(Saying(2.0, leads | {sort: TOO_LITTLE[sort]}), SAID)


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        (["Four", "zero", "six,", "one", "five", "two."], "406152"),
        (["406", "152."], "406152"),
        (["for", "oh", "six", "won", "five", "to"], "406152"),
        (["4-0-6-1-5-2"], "406152"),
        (["four", "thirty"], "4?"),
        (["٤"], "?"),
        ([], ""),
    ],
)
def test_what_a_recogniser_writes_is_read_as_digits(words: list[str], digits: str) -> None:
    assert written(words) == digits


@pytest.mark.parametrize(
    ("said", "failure"),
    [
        (Saying(3.0, heard="406152"), ()),
        (Saying(3.0, heard="406125"), (Failure.DIGITS_NOT_HEARD,)),
        (Saying(3.0, heard="406152?"), (Failure.DIGITS_NOT_HEARD,)),
        (Saying(3.0, heard="406152", doubtful=True), (Failure.DIGITS_UNCLEAR,)),
        (Saying(0.0, heard=""), (Failure.NOTHING_SAID,)),
    ],
)
def test_what_a_recogniser_doubts_is_asked_again(
    said: Saying, failure: tuple[Failure, ...]
) -> None:
    assert missaid(said, SAID) == failure
