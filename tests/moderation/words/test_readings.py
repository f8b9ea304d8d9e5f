"""One text is read in the ways in which people disguise it, and each way leads back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.text.readings import Kind, plain_reading, readings


def words_found(text: str, word: str) -> set[str]:
    """What of `text` stands where some reading has `word` between edges."""
    found = set()
    for reading in readings(text):
        start = reading.text.find(word)
        end = start + len(word)
        if start >= 0 and reading.is_edge(start) and reading.is_edge(end):
            first, last = reading.span(start, end)
            found.add(text[first:last])
    return found


@pytest.mark.parametrize(
    ("text", "word", "shown"),
    [
        ("a Castle!", "castle", "Castle"),
        ("a ｃａｓｔｌｅ", "castle", "ｃａｓｔｌｅ"),  # noqa: RUF001
        ("a саѕtlе", "castle", "саѕtlе"),  # noqa: RUF001 - that is what is tested
        ("ΚΑΤΤ", "katt", "ΚΑΤΤ"),  # noqa: RUF001
        ("çåstlé", "castle", "çåstlé"),
        ("the cas\u200btle", "castle", "cas\u200btle"),
        ("the cas\u00adtle", "castle", "cas\u00adtle"),
        ("c4$7l3", "castle", "c4$7l3"),
        ("cast1e", "castle", "cast1e"),
        ("v1lla", "villa", "v1lla"),
        ("c.a.s.t.l.e here", "castle", "c.a.s.t.l.e"),
        ("the c a s t l e", "castle", "c a s t l e"),
        ("c-a-s-t-l-e", "castle", "c-a-s-t-l-e"),
        ("c * a * s * t * l * e", "castle", "c * a * s * t * l * e"),
        ("c_a_s_t_l_e", "castle", "c_a_s_t_l_e"),
        ("c.4.s.t.1.3", "castle", "c.4.s.t.1.3"),
        ("cas*tle", "castle", "cas*tle"),
        ("caaaastle", "castle", "caaaastle"),
        ("c a s t l e   w a l l", "wall", "w a l l"),
        ("🅒🅐🅢🅣🅛🅔", "castle", "🅒🅐🅢🅣🅛🅔"),
        ("ᴄᴀsᴛʟᴇ", "castle", "ᴄᴀsᴛʟᴇ"),  # noqa: RUF001
        ("𝒸𝒶𝓈𝓉𝓁ℯ", "castle", "𝒸𝒶𝓈𝓉𝓁ℯ"),  # noqa: RUF001
        ("søft", "soft", "søft"),
    ],
)
def test_a_disguised_word_is_found_where_it_stands(text: str, word: str, shown: str) -> None:
    assert shown in words_found(text, word)


def test_an_honest_text_has_one_reading() -> None:
    assert [one.kind for one in readings("A fox runs over the hill, and then sleeps.")] == ["plain"]


def test_dashes_and_line_breaks_are_single_spaces() -> None:
    assert plain_reading("nine-year–old\n\n  boy").text == "nine year old boy"  # noqa: RUF001


def test_numbers_without_letters_are_left_alone() -> None:
    assert all("2030" in one.text for one in readings("in 2030, k3y"))


def test_a_lossy_reading_counts_only_what_it_undid() -> None:
    leet = next(one for one in readings("cat d0g") if one.kind == Kind.LEET)
    assert not leet.counts(0, 3)
    assert leet.counts(4, 7)


def test_letters_that_stand_alone_may_end_a_word_anywhere_among_them() -> None:
    joined = next(one for one in readings("o c a t s e") if one.kind == Kind.JOINED)
    assert joined.text == "ocatse"
    assert joined.is_edge(1)
    assert not plain_reading("ocatse").is_edge(1)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_every_reading_leads_back_into_the_text(text: str) -> None:
    for reading in readings(text):
        count = len(reading.text)
        assert count == len(reading.origins) == len(reading.altered) == len(reading.loose)
        assert all(0 <= origin < len(text) for origin in reading.origins)
        assert list(reading.origins) == sorted(reading.origins)


@given(st.text(alphabet="ab1!.$ -_*\u200bé", max_size=40))
def test_the_plain_reading_comes_first_and_none_comes_twice(text: str) -> None:
    found = readings(text)
    assert found[0].kind == Kind.PLAIN
    assert Kind.PLAIN not in [one.kind for one in found[1:]]
