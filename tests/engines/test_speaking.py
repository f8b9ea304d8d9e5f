import sys
import time
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from generation.engines.base import EngineError
from generation.engines.sketch.dialogue import language_of, quotes, speakable_words
from generation.engines.sketch.sound import voice
from generation.engines.sketch.sound.speech import FIRST_AT_S, spoken
from generation.engines.sketch.sound.textures import SAMPLE_RATE


@pytest.mark.parametrize(
    ("prompt", "lines"),
    [
        ('a cat says "hello there"', ("hello there",)),
        ("a cat says \u201chello there\u201d", ("hello there",)),
        ('"one" and then "two"', ("one", "two")),
        ('a cat says "hello', ()),
        ('a cat says ""', ()),
        ('a cat says "  "', ()),
        ("it's the cat's 'house'", ()),
        ('"a\n\tb"', ("a b",)),
    ],
)
def test_dialogue_stands_between_double_quotes(prompt: str, lines: tuple[str, ...]) -> None:
    assert quotes(prompt) == lines


@pytest.mark.parametrize(
    ("prompt", "language"),
    [
        ('says "hello"', "en"),
        ('says in French "bonjour"', "fr"),
        ('says "guten Tag" in german', "de"),
        ('says "I love French food"', "en"),
        ('says "\u043f\u0440\u0438\u0432\u0435\u0442"', "ru"),
    ],
)
def test_the_language_comes_from_a_word_beside_the_quote_or_from_the_script(
    prompt: str, language: str
) -> None:
    assert language_of(prompt, quotes(prompt)[0]) == language


def test_words_that_would_be_spelled_out_are_left_out() -> None:
    foreign = "\u05e9\u05dc\u05d5\u05dd \U0001f388 \u4f60\u597d"
    line = f"hello {foreign} caf\u00e9 - 42 \u0663 <b>end!"
    assert speakable_words(line, "en") == ("hello", "caf\u00e9", "42", "bend!")


def test_a_line_is_heard_for_as_long_as_the_script_says() -> None:
    (speech,) = spoken('a cat says "hello there, my friend"', seconds=4)
    assert speech.line.text == "hello there, my friend"
    assert speech.line.start_s == FIRST_AT_S
    assert speech.line.end_s - speech.line.start_s == pytest.approx(
        speech.samples.size / SAMPLE_RATE, abs=0.002
    )
    assert 0.6 < speech.samples.size / SAMPLE_RATE < 3


def test_lines_follow_each_other_and_end_inside_the_film() -> None:
    first, second = spoken('"hello there" then "hello again"', seconds=4)
    assert first.line.end_s < second.line.start_s < second.line.end_s < 4


def test_a_long_dialogue_is_cut_at_whole_words_to_what_fits() -> None:
    words = [
        "the",
        "small",
        "boat",
        "sails",
        "over",
        "the",
        "wide",
        "blue",
        "sea",
        "to",
        "the",
        "other",
        "side",
        "of",
        "the",
        "world",
    ]
    (speech,) = spoken(f'"{" ".join(words * 20)}"', seconds=4)
    said = speech.line.text.split()
    assert 3 <= len(said) < 40
    assert said == (words * 20)[: len(said)]
    assert speech.line.end_s <= 4


def test_what_does_not_fit_is_neither_heard_nor_in_the_script() -> None:
    assert spoken(f'"{"antidisestablishmentarianism" * 14}"', seconds=4) == ()


def test_a_dialogue_of_any_length_is_cut_between_words() -> None:
    assert speakable_words("a" * 10_000, "en") == ()
    assert set(speakable_words("sail away " * 1_000, "en")) == {"sail", "away"}


def test_what_cannot_be_spoken_is_silent() -> None:
    assert spoken('"\U0001f388\U0001f388" "..." "\u05e9\u05dc\u05d5\u05dd"', seconds=4) == ()


def test_speech_is_loud_enough_and_not_clipped() -> None:
    (speech,) = spoken('"hello"', seconds=4)
    assert 0.5 < float(abs(speech.samples).max()) <= 0.98


def test_the_same_words_sound_the_same_a_second_later() -> None:
    """eSpeak NG seeds the noise of hissing sounds with the clock's second unless told not to."""
    (first,) = spoken('"she sells sea shells"', seconds=4)
    time.sleep(1.1)
    (second,) = spoken('"she sells sea shells"', seconds=4)
    assert np.array_equal(first.samples, second.samples)


def test_a_missing_library_is_a_fault_that_may_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program runs, but in an interpreter that has no eSpeak NG."""
    source = voice.PROGRAM.read_text().replace("espeakng_loader", "espeakng_not_there")
    program = tmp_path / "program.py"
    program.write_text(source)
    monkeypatch.setattr(voice, "PROGRAM", program)
    with pytest.raises(EngineError) as failed:
        spoken('"hello"', seconds=4)
    assert (failed.value.code, failed.value.permanent) == ("speech_unavailable", False)


def test_a_voice_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "program.py"
    program.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(voice, "PROGRAM", program)
    monkeypatch.setattr(voice, "TIME_LIMIT_S", 0.3)
    with pytest.raises(EngineError, match="speech_unavailable"):
        spoken('"hello"', seconds=4)


def test_an_answer_of_nonsense_is_a_fault_and_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "program.py"
    program.write_text("print('nonsense')")
    monkeypatch.setattr(voice, "PROGRAM", program)
    with pytest.raises(EngineError, match="speech_unavailable"):
        spoken('"hello"', seconds=4)


def test_the_library_under_gpl_is_never_loaded_into_this_process() -> None:
    spoken('"hello"', seconds=4)
    maps = Path("/proc/self/maps")
    if not maps.exists():
        pytest.skip("needs Linux's /proc")
    assert "espeak" not in maps.read_text()
    assert "espeakng_loader" not in sys.modules


def test_every_language_that_a_hint_can_choose_has_a_voice() -> None:
    for language, line in {
        "french": "bonjour", "german": "hallo", "spanish": "hola", "italian": "ciao",
        "portuguese": "bom dia", "dutch": "hallo", "polish": "tak", "swedish": "hej",
    }.items():  # fmt: skip
        (speech,) = spoken(f'says "{line}" in {language}', seconds=4)
        assert speech.line.text == unicodedata.normalize("NFC", line)
    for line, language in (
        ("\u043f\u0440\u0438\u0432\u0435\u0442", "ru"),
        ("\u03bd\u03b1\u03b9", "el"),
    ):
        (speech,) = spoken(f'says "{line}"', seconds=4)
        assert speech.line.language == language
