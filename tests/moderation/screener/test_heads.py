"""The heads: what their scores mean, and what is refused at loading."""

from pathlib import Path

import numpy as np
import pytest

from moderation.categories import Category
from moderation.detectors.minilm.heads import Heads, WrongHeads, load_heads, save_heads

TWO = (Category.HATE, Category.SEXUAL)


def _heads() -> Heads:
    return Heads(
        categories=TWO,
        weights=np.eye(2, 384, dtype=np.float32),
        bias=np.zeros(2, dtype=np.float32),
        anchors=np.array([[1, 2], [-4, 4]], dtype=np.float32),
    )


def _at(first: float, second: float) -> list[float]:
    vector = np.zeros((1, 384), dtype=np.float32)
    vector[0, :2] = first, second
    return [float(score) for score in _heads().scores(vector)[0]]


def test_half_is_the_first_anchor_and_nine_tenths_the_second() -> None:
    assert _at(1, -4) == pytest.approx([0.5, 0.5], abs=1e-5)
    assert _at(2, 4) == pytest.approx([0.9, 0.9], abs=1e-5)
    assert _at(-1e9, 1e9) == pytest.approx([0, 1], abs=1e-5)


def test_heads_are_the_same_after_saving(tmp_path: Path) -> None:
    save_heads(_heads(), tmp_path / "heads.safetensors")
    loaded, version = load_heads(tmp_path / "heads.safetensors")
    assert loaded.categories == TWO
    assert (loaded.anchors == _heads().anchors).all()
    assert len(version) == 12


def test_heads_of_another_encoder_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_heads(_heads(), tmp_path / "heads.safetensors")
    monkeypatch.setattr("moderation.detectors.minilm.heads.weights_hash", lambda: "another")
    with pytest.raises(WrongHeads):
        load_heads(tmp_path / "heads.safetensors")


@pytest.mark.parametrize("fault", ["nan", "anchors the wrong way round", "one head too few"])
def test_broken_heads_are_refused(tmp_path: Path, fault: str) -> None:
    heads = _heads()
    if fault == "nan":
        heads.weights[0, 0] = np.nan
    elif fault == "one head too few":
        heads = Heads(TWO[:1], heads.weights, heads.bias, heads.anchors)
    else:
        heads.anchors[:] = heads.anchors[:, ::-1].copy()
    with pytest.raises(WrongHeads):
        save_heads(heads, tmp_path / "heads.safetensors")


def test_the_committed_heads_fit_the_installed_encoder() -> None:
    heads, _version = load_heads()
    assert set(heads.categories) == {
        *(Category.SEXUAL, Category.SELF_HARM, Category.VIOLENCE, Category.POLITICAL),
        *(Category.HATE, Category.HARASSMENT, Category.ILLICIT, Category.DECEPTION),
    }
    assert heads.weights.shape == (8, 384)
