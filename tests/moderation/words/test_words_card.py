"""What docs/models/words.md says is what the rules do."""

import pytest

from moderation.detectors import minors
from moderation.detectors.minilm import identifying
from moderation.detectors.minilm.evaluation.measuring import (
    english_sentences,
    foreign_sentences,
    told,
    vocabulary,
)
from moderation.detectors.minors.evaluation.measuring import measure, pairs
from moderation.training.words_card import CARD, card


def test_the_page_is_what_the_rules_do_now() -> None:
    assert CARD.read_text("utf-8") == card()


def test_there_are_500_sentences_and_more_and_none_twice() -> None:
    every = pairs()
    sentences = {pair.minor for pair in every} | {pair.nobody for pair in every}
    assert len(sentences) == 2 * len(every) >= 500
    assert sum(pair.is_fresh for pair in every) == 60


def test_a_rule_that_was_won_is_not_lost() -> None:
    """The gate: both metrics, over all sentences."""
    found = measure(minors.build(), pairs())
    assert (found.seen.share or 0) >= 0.98, found.missed
    assert (found.passed.share or 0) >= 0.95, found.made_up


def test_most_of_25_languages_are_told_from_english() -> None:
    found = told(vocabulary())
    assert len(found.refused) >= 22
    assert all(rate.count == 10 for rate in found.refused.values())
    assert sum(rate.hits for rate in found.refused.values()) >= 0.98 * 260
    assert (found.english.share or 0) >= 0.98


def test_without_the_identifier_short_sentences_would_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What makes the difference is py3langid, not chance."""
    monkeypatch.setattr(
        "moderation.detectors.minilm.reading.has_foreign_sentence", lambda text: False
    )
    look = vocabulary()
    missed = [s for group in foreign_sentences().values() for s in group if not look(s).refusal]
    assert len(missed) > 20


@pytest.mark.parametrize(
    "text",
    ["A quiet lake. Il ouvre la porte et crie très fort.", "A lake\nEr will niemanden mehr sehen"],
)
def test_a_sentence_of_another_language_does_not_hide_behind_english(text: str) -> None:
    assert identifying.has_foreign_sentence(text)


@pytest.mark.parametrize("text", ["Wow.", "lol", "Bonjour Marie", "...", ""])
def test_what_is_too_short_is_not_guessed(text: str) -> None:
    assert not identifying.has_foreign_sentence(text)


def test_the_english_sentences_are_many() -> None:
    assert len(english_sentences()) > 200
