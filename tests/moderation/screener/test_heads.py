"""The heads: what their scores mean, and which weights are refused at loading."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from moderation.categories import Category
from moderation.detectors.minilm.adapter import (
    FILE as ADAPTER,
)
from moderation.detectors.minilm.adapter import WrongAdapter, read_adapter, save_adapter
from moderation.detectors.minilm.export import export_folder
from moderation.detectors.minilm.heads import Heads, WrongHeads, load_heads, save_heads
from moderation.detectors.minilm.manifest import NAME, WrongFile, write_manifest
from moderation.detectors.minilm.ngrams import BUCKETS, load_ngrams
from moderation.detectors.minilm.ngrams import FILE as NGRAMS
from moderation.detectors.minilm.wheel import hash_of

TWO = (Category.HATE, Category.SEXUAL)
MODULE = "5.output.dense"


def _heads() -> Heads:
    return Heads(
        categories=TWO,
        hidden=np.eye(3, 384, dtype=np.float32),
        hidden_bias=np.zeros(3, dtype=np.float32),
        weights=np.eye(2, 3, dtype=np.float32),
        bias=np.zeros(2, dtype=np.float32),
        pieces=np.array([0, 0.5], dtype=np.float32),
        anchors=np.array([[1, 2], [1, 4]], dtype=np.float32),
    )


def _saved(folder: Path, heads: Heads) -> Path:
    """With an adapter beside them, as they are committed."""
    home, adapter = folder / "heads.safetensors", folder / "adapter.safetensors"
    matrices = {f"{MODULE}.low": np.ones((2, 4)), f"{MODULE}.high": np.ones((3, 2))}
    save_adapter({name: part.astype(np.float16) for name, part in matrices.items()}, adapter)
    save_heads(heads, home, adapter=hash_of(adapter))
    write_manifest(adapter, home)
    return home


def _at(first: float, second: float, *, pieces: float = 0) -> list[float]:
    vector = np.zeros((1, 384), dtype=np.float32)
    vector[0, :2] = first, second
    ngrams = np.full((1, 2), pieces, dtype=np.float32)
    return [float(score) for score in _heads().scores(vector, ngrams)[0]]


def test_half_is_the_first_anchor_and_nine_tenths_the_second() -> None:
    assert _at(1, 1) == pytest.approx([0.5, 0.5], abs=1e-5)
    assert _at(2, 4) == pytest.approx([0.9, 0.9], abs=1e-5)
    assert _at(-1e9, 1e9) == pytest.approx([0.1, 1], abs=1e-5)  # a unit is never below zero


def test_ngrams_count_as_much_as_the_heads_say() -> None:
    assert _at(1, 0, pieces=2) == pytest.approx([0.5, 0.5], abs=1e-5)


def test_heads_are_the_same_after_saving(tmp_path: Path) -> None:
    loaded, version = load_heads(_saved(tmp_path, _heads()))
    assert loaded.categories == TWO
    assert (loaded.anchors == _heads().anchors).all()
    assert (loaded.hidden == _heads().hidden).all()
    assert len(version) == 12


def test_heads_of_another_encoder_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = _saved(tmp_path, _heads())
    monkeypatch.setattr("moderation.detectors.minilm.heads.weights_hash", lambda: "another")
    with pytest.raises(WrongHeads):
        load_heads(home)


def test_heads_of_another_adapter_are_refused(tmp_path: Path) -> None:
    home = _saved(tmp_path, _heads())
    save_heads(_heads(), home, adapter="another")
    write_manifest(home.with_name("adapter.safetensors"), home)
    with pytest.raises(WrongHeads):
        load_heads(home)


@pytest.mark.parametrize("name", ["heads.safetensors", "adapter.safetensors"])
def test_one_changed_byte_is_refused(tmp_path: Path, name: str) -> None:
    home = _saved(tmp_path, _heads())
    path = tmp_path / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(WrongFile):
        load_heads(home) if path == home else read_adapter(path)


def test_a_file_that_the_manifest_does_not_name_is_refused(tmp_path: Path) -> None:
    home = _saved(tmp_path, _heads())
    write_manifest(home)
    with pytest.raises(WrongFile):
        read_adapter(tmp_path / "adapter.safetensors")


def test_an_adapter_of_another_encoder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _saved(tmp_path, _heads())
    monkeypatch.setattr("moderation.detectors.minilm.adapter.weights_hash", lambda: "another")
    with pytest.raises(WrongAdapter):
        read_adapter(tmp_path / "adapter.safetensors")


@pytest.mark.parametrize("fault", ["nan", "half a pair", "another module", "nothing"])
def test_a_broken_adapter_is_refused(tmp_path: Path, fault: str) -> None:
    low, high = np.ones((2, 4), dtype=np.float16), np.ones((3, 2), dtype=np.float16)
    matrices = {f"{MODULE}.low": low, f"{MODULE}.high": high}
    if fault == "nan":
        low[0, 0] = np.nan
    elif fault == "half a pair":
        del matrices[f"{MODULE}.high"]
    elif fault == "another module":
        matrices = {"5.embeddings.low": low, "5.embeddings.high": high}
    else:
        matrices = {}
    with pytest.raises(WrongAdapter):
        save_adapter(matrices, tmp_path / "adapter.safetensors")


@pytest.mark.parametrize(
    "fault", ["nan", "anchors the wrong way round", "one head too few", "a unit too few"]
)
def test_broken_heads_are_refused(tmp_path: Path, fault: str) -> None:
    heads = _heads()
    if fault == "nan":
        heads.weights[0, 0] = np.nan
    elif fault == "one head too few":
        heads = replace(heads, categories=TWO[:1])
    elif fault == "a unit too few":
        heads = replace(heads, hidden=heads.hidden[:2], hidden_bias=heads.hidden_bias[:2])
    else:
        heads.anchors[:] = heads.anchors[:, ::-1].copy()
    with pytest.raises(WrongHeads):
        save_heads(heads, tmp_path / "heads.safetensors", adapter="")


def test_another_adapter_is_exported_elsewhere(tmp_path: Path) -> None:
    _saved(tmp_path, _heads())
    mine = tmp_path / "adapter.safetensors"
    folders = {export_folder(tmp_path, adapter) for adapter in (None, mine, ADAPTER)}
    assert len(folders) == 3


def test_the_committed_weights_fit_each_other_and_the_installed_encoder() -> None:
    heads, _version = load_heads()
    assert set(heads.categories) == {
        *(Category.SEXUAL, Category.SELF_HARM, Category.VIOLENCE, Category.POLITICAL),
        *(Category.HATE, Category.HARASSMENT, Category.ILLICIT, Category.DECEPTION),
    }
    assert heads.hidden.shape[1] == 384
    assert load_ngrams().weights.shape == (BUCKETS, len(heads.categories))
    assert {name.split(".")[0] for name in read_adapter(ADAPTER)} == {"3", "4", "5"}


def test_the_committed_weights_are_small() -> None:
    named = json.loads(ADAPTER.with_name(NAME).read_text())
    assert set(named) == {"adapter.safetensors", "heads.safetensors", NGRAMS.name}
    assert sum(ADAPTER.with_name(name).stat().st_size for name in named) < 8 * 2**20
