"""Sentences of our own: what they are labelled, and that what measures never teaches."""

from collections import Counter

from moderation.training.grammar import SOURCE, sentences
from moderation.training.rows import CATEGORIES


def test_the_same_seed_writes_the_same_sentences_and_another_others() -> None:
    assert sentences(seed=1) == sentences(seed=1)
    assert sentences(seed=1).teaching != sentences(seed=2).teaching


def test_what_is_held_out_is_not_taught() -> None:
    written = sentences(seed=1)
    taught = {row.text for row in written.teaching}
    assert len(taught) == len(written.teaching) > 2000
    assert taught.isdisjoint(row.text for row in written.held)
    assert len(written.held) > 500


def test_each_category_has_both_sides_in_both_parts() -> None:
    written = sentences(seed=1)
    for rows in (written.teaching, written.held):
        sides = Counter((row.subset.split("/")[0], row.benign) for row in rows)
        assert all(sides[name, side] > 15 for name in CATEGORIES for side in (True, False)), sides


def test_harm_is_labelled_in_its_category_alone_and_its_twin_harmless_in_all() -> None:
    for row in sentences(seed=1).teaching:
        assert row.source == SOURCE
        if row.benign:
            assert row.labels == dict.fromkeys(CATEGORIES, False)
        else:
            (category,) = row.labels
            assert row.labels[category]
            assert row.subset.startswith(f"{category}/harmful")


def test_no_slot_stays_open() -> None:
    written = sentences(seed=1)
    assert not [row.text for row in [*written.teaching, *written.held] if "{" in row.text]
