"""Hashed n-grams: what they learn, what a disguise changes, and which files are refused."""

from pathlib import Path

import numpy as np
import pytest

from moderation.detectors.minilm.manifest import WrongFile, write_manifest
from moderation.detectors.minilm.ngrams import (
    BUCKETS,
    Ngrams,
    WrongNgrams,
    hashed,
    load_ngrams,
    save_ngrams,
)
from moderation.training.rows import CATEGORIES
from moderation.training.spelling import fit_ngrams

FIXED = [13303, 19359, 20878, 100149, 107307, 108892]  # committed weights hang on it


@pytest.fixture(scope="module")
def learned() -> Ngrams:
    """Of two words: whatever says "gloomp" is harmful, whatever says "meadow" is not."""
    texts = [f"{word} number {count}" for count in range(30) for word in ("gloomp", "meadow")]
    labels = np.tile([[1.0], [0.0]], (30, len(CATEGORIES))).astype(np.float32)
    return fit_ngrams(texts, labels, seed=1)


def _first(ngrams: Ngrams, text: str) -> float:
    return float(ngrams.raw([text])[0, 0])


def test_words_are_told_apart_also_in_parts(learned: Ngrams) -> None:
    assert _first(learned, "many gloomps here") > 0 > _first(learned, "many meadows here")


@pytest.mark.parametrize("text", ["GLOOMP", "gl00mp", "g.l.o.o.m.p", "gl\u043eomp"])
def test_a_disguise_is_undone(learned: Ngrams, text: str) -> None:
    assert _first(learned, text) > 0


def test_a_label_that_nobody_gave_does_not_teach() -> None:
    texts = ["gloomp", "meadow", "gloomp and meadow"] * 10
    labels = np.full((30, len(CATEGORIES)), np.nan, dtype=np.float32)
    labels[::3], labels[1::3] = 1, 0
    others = labels.copy()
    open_rows = fit_ngrams(texts, labels, seed=1).weights
    others[2::3] = 0
    assert (open_rows != fit_ngrams(texts, others, seed=1).weights).any()


@pytest.mark.parametrize("text", ["", "a", "ab", " ", "\N{HUNDRED POINTS SYMBOL}" * 3])
def test_very_short_text_has_a_finite_score(learned: Ngrams, text: str) -> None:
    assert np.isfinite(learned.raw([text])).all()


def test_buckets_are_the_same_on_every_machine() -> None:
    buckets, counts = hashed("ab")
    assert buckets.tolist() == sorted(buckets.tolist())
    assert len(buckets) == 3 + 2 + 1
    assert (counts == 1).all()
    assert buckets.tolist() == FIXED


def test_saved_ngrams_are_the_same_and_a_changed_byte_is_refused(
    learned: Ngrams, tmp_path: Path
) -> None:
    path = tmp_path / "ngrams.safetensors"
    save_ngrams(learned, path)
    write_manifest(path)
    assert (load_ngrams(path).weights == learned.weights).all()
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(WrongFile):
        load_ngrams(path)


@pytest.mark.parametrize("fault", ["nan", "buckets", "heads", "rarity"])
def test_broken_ngrams_are_refused(tmp_path: Path, fault: str) -> None:
    rarity, weights = np.ones(BUCKETS, np.float16), np.zeros((BUCKETS, 2), np.float16)
    bias = np.zeros(2, np.float16)
    if fault == "nan":
        weights[5, 1] = np.nan
    elif fault == "buckets":
        weights = weights[1:]
    elif fault == "heads":
        bias = bias[:1]
    else:
        rarity[7] = 0
    with pytest.raises(WrongNgrams):
        save_ngrams(Ngrams(rarity, weights, bias), tmp_path / "ngrams.safetensors")
