"""Which texts are near each other, by letters and by what they mean."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.probing.nearness import (
    ALIKE_IN_LETTERS,
    ALIKE_IN_MEANING,
    clusters,
    grams,
    in_letters,
    in_meaning,
    plain,
    stream,
)
from tests.encoders import linked_encoders
from tests.moderation.probing.wishes import OTHERS, SAID_AGAIN, THEMES, VARIANTS


@pytest.mark.parametrize(
    "disguised",
    [
        "a c.u.s.t.a.r.d pie",
        "A  CUSTARD PIE!",
        "a cust4rd p1e",
        "a cust\u0430rd pie",
        "a cu\u200bstard-pie",
    ],
)
def test_a_disguise_changes_no_letter(disguised: str) -> None:
    assert stream(disguised) == stream("a custard pie")


def test_the_same_words_are_told_from_the_same_letters() -> None:
    assert plain("A  Custard\npie") == plain("a custard pie")
    assert plain("a c.u.s.t.a.r.d pie") != plain("a custard pie")


@settings(max_examples=40)
@given(st.text(max_size=60), st.text(max_size=60))
def test_nearness_in_letters_is_a_similarity(one: str, other: str) -> None:
    first, second = grams(one), grams(other)
    assert in_letters(first, second) == in_letters(second, first)
    assert 0 <= in_letters(first, second) <= 1
    assert in_letters(first, first) == (1 if stream(one) else 0)


def test_wishes_of_one_theme_are_not_near_in_letters() -> None:
    pairs = [pair for theme in THEMES for pair in combinations(theme, 2)]
    assert max(in_letters(grams(one), grams(other)) for one, other in pairs) < ALIKE_IN_LETTERS / 3


def test_no_text_is_in_two_clusters() -> None:
    texts = [*VARIANTS, *OTHERS, *VARIANTS[:2]]
    places = [one.place for cluster in clusters(texts, None) for one in cluster]
    assert len(places) == len(set(places))


def test_an_empty_text_is_near_nothing() -> None:
    assert clusters(["", "", "!!!", "a"], None) == []


@pytest.mark.slow
def test_the_real_encoder_tells_variants_from_others() -> None:
    from django.conf import settings

    from moderation.detectors.minilm.encoder import Encoder
    from moderation.detectors.minilm.export import ensure_exported
    from moderation.probing import vectors

    ensure_exported(linked_encoders(settings.ENCODER_DIR), None)
    assert isinstance(vectors._encoder(), Encoder)
    every = [text for theme in THEMES for text in theme]
    embedded = vectors.vectors_of(every)
    assert embedded is not None
    assert max(in_meaning(*pair) for pair in combinations(embedded, 2)) < ALIKE_IN_MEANING
    for wish in SAID_AGAIN:
        embedded = vectors.vectors_of(wish)
        (cluster,) = clusters(wish, embedded)
        assert len(cluster) == len(wish)
    texts = [*VARIANTS, *OTHERS]
    (cluster,) = clusters(texts, vectors.vectors_of(texts))
    assert [one.place for one in cluster] == list(range(len(VARIANTS)))
    vectors._encoder.cache_clear()  # no other test of this process shall find it loaded


def test_without_an_export_there_are_no_vectors(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from django.conf import settings as django_settings

    from moderation.probing import vectors

    vectors._encoder.cache_clear()
    monkeypatch.setattr(django_settings, "ENCODER_DIR", tmp_path)
    assert vectors.vectors_of(["a"]) is None
