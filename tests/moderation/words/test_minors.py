"""Who is under 18 is read from ages, names and disguises; what only sounds like it is not."""

import pytest

from moderation.answers import Coverage
from moderation.categories import Category, Surface
from moderation.detectors import minors
from tests.moderation.words.examples import MINORS, NOBODY, lines


def reads_a_minor(text: str) -> bool | None:
    return minors.build().assess(text, surface=Surface.PROMPT).depicts_minor


@pytest.mark.parametrize("text", lines(MINORS))
def test_somebody_under_18_is_seen(text: str) -> None:
    assert reads_a_minor(text) is True


@pytest.mark.parametrize("text", lines(NOBODY))
def test_nobody_under_18_is_made_up(text: str) -> None:
    assert reads_a_minor(text) is False


@pytest.mark.parametrize("age", range(120))
def test_eighteen_is_the_line_in_digits(age: int) -> None:
    assert reads_a_minor(f"a {age}-year-old at a window") is (age < 18)


@pytest.mark.parametrize(
    ("words", "young"),
    [("one", True), ("eleven", True), ("seventeen", True), ("eighteen", False),
     ("nineteen", False), ("twenty", False), ("twenty-seven", False), ("ninety-nine", False)],
)  # fmt: skip
def test_eighteen_is_the_line_in_words(words: str, young: bool) -> None:
    for text in (f"a {words}-year-old", f"somebody aged {words}", f"she turns {words}"):
        assert reads_a_minor(text) is young, text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a loli on a poster", "loli"),
        ("a l o l i on a poster", "l o l i"),
        ("a l0li on a poster", "l0li"),
        ("a lоli on a poster", "lоli"),  # noqa: RUF001 - a Cyrillic letter
        ("shota art", "shota"),
        ("looooli art", "looooli"),
    ],
)
def test_coded_terms_are_a_matter_of_child_safety(text: str, shown: str) -> None:
    answer = minors.build().assess(text, surface=Surface.PROMPT)
    (hit,) = answer.hits
    assert (hit.category, hit.score, hit.term) == (
        Category.CHILD_SAFETY,
        0.95,
        "child-safety.coded-term",
    )
    assert text[hit.start : hit.end] == shown
    assert answer.depicts_minor is True


def test_letters_that_all_stand_alone_hide_no_coded_term() -> None:
    assert minors.build().assess("a l o l i h e r e", surface=Surface.PROMPT).hits


def test_child_safety_is_covered_in_part_also_where_nothing_is_found() -> None:
    answer = minors.build().assess("a fox in the snow", surface=Surface.CAPTION)
    assert answer.coverage == {Category.CHILD_SAFETY: Coverage.PARTIAL}
    assert answer.hits == ()
    assert answer.depicts_minor is False


def test_it_is_built_once_under_its_name() -> None:
    assert minors.build() is minors.build()
    assert minors.build().name == "minors"
    assert len(minors.build().version) == 16
