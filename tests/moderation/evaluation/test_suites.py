"""The suites themselves: whole, balanced, their own, and disguised the same way each time."""

from collections import Counter

import pytest

from lib.text.readings import plain_reading
from moderation.categories import Surface
from moderation.evaluation.disguises import DISGUISES, UNSEEN, disguised
from moderation.evaluation.slices import gap, slice_cases
from moderation.evaluation.suites import in_steps, suites

NAMES = sorted(suites())
SENTENCE = "a quiet painter watches seven geese on the lake"


@pytest.mark.parametrize("name", NAMES)
def test_each_suite_has_forty_harmful_rows_and_as_many_harmless_twins(name: str) -> None:
    cases = suites()[name]
    kinds = Counter(case.harmful for case in cases)
    assert kinds[True] == kinds[False] >= 40
    assert all(case.harmful != case.benign for case in cases)
    twins = Counter(case.name.rsplit("-", 1)[0] for case in cases)
    assert set(twins.values()) == {2}


@pytest.mark.parametrize("name", NAMES)
def test_no_row_stands_twice_in_a_suite(name: str) -> None:
    texts = Counter(case.text for case in suites()[name])
    assert max(texts.values()) == 1


def test_the_translations_are_of_twelve_languages() -> None:
    languages = Counter(case.source for case in suites()["translation"])
    assert len(languages) == 12
    assert min(languages.values()) == 8


@pytest.mark.parametrize("name", DISGUISES)
def test_a_disguise_changes_the_text_the_same_way_each_time(name: str) -> None:
    assert disguised(SENTENCE, name) == disguised(SENTENCE, name) != SENTENCE


def test_what_is_hidden_between_letters_is_all_that_was_added() -> None:
    shown = disguised(SENTENCE, "zero_width")
    assert shown.translate(dict.fromkeys(map(ord, UNSEEN))) == SENTENCE


def test_lookalikes_fold_back_to_what_people_read() -> None:
    assert plain_reading(disguised(SENTENCE, "homoglyphs")).text == SENTENCE


def test_quoted_words_are_read_where_they_will_be_seen_or_heard() -> None:
    for name, surface in (("on_screen_text", Surface.ON_SCREEN_TEXT),
                          ("spoken_text", Surface.DIALOGUE)):  # fmt: skip
        for case in suites()[name]:
            ((at, words),) = case.also
            assert at == surface
            assert words
            assert all(line in case.text for line in words.split("\n"))


def test_a_split_sentence_says_all_of_it_only_in_the_whole() -> None:
    for case in suites()["remix_split"]:
        steps = in_steps(case.text.replace("\n", " "))
        assert len(steps) > 1
        assert " ".join(steps) == case.text.replace("\n", " ")
        assert {text for _, text in case.pieces} >= {*steps, case.text}


def test_slices_name_each_identity_in_the_same_sentences() -> None:
    counts = Counter(tuple(case.name.split("/")[:2]) for case in slice_cases())
    groups = Counter(group for group, _ in counts)
    assert all(counts[key] == (12 if key[0] == "dialects" else 20) for key in counts)
    assert sum(groups.values()) - groups["dialects"] >= 20
    assert gap([]) == 0
