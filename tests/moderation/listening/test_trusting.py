"""What of a transcript is believed; no model is needed to tell."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from moderation.answers import BrokenAnswer
from moderation.detectors.base import Heard, Line
from moderation.listening.reading import Sound
from moderation.listening.whisper import listener
from moderation.listening.whisper.engine import Engine, Segment, Word
from moderation.listening.whisper.trusting import is_doubtful, is_heard, windows

SAID = "where is my little red balloon"
FLOOR = Heard((), False, ((0.0, 4.0),), "listening", "1")


def segment(text: str = SAID, *, start: float = 0.5, each: float = 0.3, **other: Any) -> Segment:
    words = tuple(
        Word(word, start + each * number, start + each * (number + 1))
        for number, word in enumerate(text.split())
    )
    end = words[-1].end_s if words else start + 1.0
    fine = Segment(words, start, end, "en", 0.98, -0.2, 0.01, 1.1)
    return replace(fine, **other)


def test_a_sure_segment_in_a_language_that_is_read_is_believed() -> None:
    assert not is_doubtful(segment())


@pytest.mark.parametrize(
    "other",
    [
        {"mean_logprob": -1.2},
        {"compression": 3.0},
        {"no_speech": 0.8},
        {"language": "de"},
        {"language": ""},
        {"language_sure": 0.4},
        {"words": ()},
    ],
)
def test_what_may_be_made_up_or_that_nobody_reads_is_not(other: dict[str, Any]) -> None:
    assert is_doubtful(segment(**other))


def test_a_sentence_over_the_edge_of_a_window_stands_whole_in_another() -> None:
    words = [Word(f"w{number}", float(number), number + 1.0) for number in range(150)]
    found = list(windows(words))
    for start in range(150 - 30):
        sentence = " ".join(f"w{number}" for number in range(start, start + 30))
        assert any(f" {sentence} " in f" {text} " for text, _, _ in found)
    assert found[0][1:] == (0.0, 60.0)
    assert found[-1][2] == 150.0


def test_two_segments_are_read_as_one_text() -> None:
    heard = judged([segment("i will find you", start=0.2), segment("and kill you", start=2.0)])
    assert "i will find you and kill you" in [text for text, _, _ in heard.texts]


@pytest.mark.parametrize("count", [0, 1, 30, 60, 61])
def test_no_word_is_left_out(count: int) -> None:
    words = [Word(f"w{number}", float(number), number + 1.0) for number in range(count)]
    read = {word for text, _, _ in windows(words) for word in text.split()}
    assert read == {word.text for word in words}


LINE = Line(SAID, 0.5, 2.3, "en-GB")


def test_a_line_is_heard_where_its_words_are_recognised_in_its_language() -> None:
    assert is_heard(LINE, [segment("Where is my little red balloon?")])
    assert is_heard(LINE, [segment("where is a little bad balloon")])
    assert not is_heard(LINE, [segment("i will find you and kill you")])
    assert not is_heard(LINE, [segment(start=9.0)])
    assert not is_heard(LINE, [])
    assert not is_heard(replace(LINE, language="de"), [segment()])
    assert not is_heard(LINE, [segment(compression=5.0)])


SILENT = np.zeros(4 * 16_000, np.int16)


def judged(
    segments: Sequence[Segment],
    *,
    lines: tuple[Line, ...] = (),
    sound: Sound | None = None,
) -> Heard:
    engine: Any = SimpleNamespace(hear=lambda _samples: list(segments), version="tiny")
    return listener._heard(sound or Sound(SILENT, SILENT, 1), engine, FLOOR, lines)


def test_what_is_surely_recognised_is_complete_without_any_script() -> None:
    heard = judged([segment()])
    assert (heard.complete, heard.unexplained) == (True, ())
    assert [text for text, _, _ in heard.texts] == [SAID]
    assert (heard.detector, heard.version) == ("speech_recognition", "tiny")


def test_another_language_is_read_and_not_assessed() -> None:
    heard = judged([segment(language="de")])
    assert not heard.complete
    assert heard.texts
    ((start, end),) = heard.unexplained
    assert (start, end) == pytest.approx((0.5, 2.3))


def test_a_line_that_is_not_what_is_said_stays_unexplained() -> None:
    assert judged([segment()], lines=(LINE,)).complete
    heard = judged([segment("i will find you and kill you")], lines=(LINE,))
    assert heard.unexplained == ((0.5, 2.3),)


def test_speech_without_words_is_unexplained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        listener, "stretches", lambda samples: ((0.4, 2.4), (3.0, 3.6)) if samples.any() else ()
    )
    loud = np.ones(4 * 16_000, np.int16)
    assert judged([segment()], sound=Sound(loud, SILENT, 1)).unexplained == ((3.0, 3.6),)
    # Words in opposite phase are in no transcript of the middle.
    assert not judged([segment()], sound=Sound(SILENT, loud, 1)).complete


def test_of_several_tracks_nobody_knows_which_is_played() -> None:
    assert judged([segment()], sound=Sound(SILENT, SILENT, 2)).unexplained == ((0.0, 4.0),)


class Recogniser:
    """Speaks as faster-whisper does."""

    def __init__(self, language: str = "en", **wrong: float) -> None:
        self.model = SimpleNamespace(is_multilingual=True)
        self.language = language
        self.wrong = wrong

    def transcribe(self, sound: Any, **_: Any) -> tuple[list[Any], None]:
        word = SimpleNamespace(word=" hello", start=0.5, end=31.0, probability=0.9)
        told = {
            "start": 0.5, "end": 30.0, "text": "hello", "words": [word],
            "avg_logprob": -0.2, "no_speech_prob": 0.1, "compression_ratio": 1.0,
        }  # fmt: skip
        return [SimpleNamespace(**(told | self.wrong))], None

    def detect_language(self, *, audio: Any) -> tuple[str, float, list[Any]]:
        assert audio.size == int(3.5 * 16_000)
        return self.language, 0.9, []


def test_each_segment_says_its_language_and_times_end_with_the_film() -> None:
    engine = Engine(Recogniser("fr"), version="1", vad=False)
    (found,) = engine.hear(SILENT)
    assert (found.language, found.language_sure) == ("fr", 0.9)
    assert found.words == (Word("hello", 0.5, 4.0),)


@pytest.mark.parametrize("field", ["avg_logprob", "no_speech_prob", "compression_ratio", "start"])
def test_a_recogniser_that_says_nan_is_broken(field: str) -> None:
    with pytest.raises(BrokenAnswer):
        Engine(Recogniser("en", **{field: float("nan")}), version="1", vad=False).hear(SILENT)


def test_a_model_that_is_missing_is_an_error_even_where_the_floor_would_do(tmp_path: Path) -> None:
    from moderation.detectors.weights import Unusable
    from tests.moderation.listening.films import film, source

    path = film(tmp_path / "f.mp4", np.zeros((2, 48_000), np.float32))
    asked = listener.WhisperListener(str(tmp_path / "none"), "cpu", vad=False, may_download=False)
    with pytest.raises(Unusable):
        asked.listen(path, source())
