"""A training's result, kept below the data folder: the command goes on where it was cut off."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from moderation.detectors.minilm.encoder import Encoder
from moderation.detectors.minilm.ngrams import BITS, Ngrams, read_ngrams, save_ngrams
from moderation.training import lora, spelling, tuning
from moderation.training.lessons import labels_of, repeats
from moderation.training.rows import Row
from moderation.training.spelling import fit_ngrams
from moderation.training.states import states_of
from moderation.training.tuning import Tuned, tune

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LAYER = "layer."


def tuned_on(lessons: Sequence[Row], encoder: Encoder, *, cache: Path, seed: int) -> Tuned:
    """The adapter and network for these rows and this seed: read if kept, else trained."""
    labels = labels_of(lessons, named=True)
    often = repeats(lessons, labels)
    recipe = (seed, lora.RANK, lora.LOWER, tuning.EPOCHS, tuning.RATE, tuning.HIDDEN, tuning.BATCH)
    path = cache / f"tuned-{_digest(lessons, labels, often.tolist(), *recipe)}.safetensors"
    if not path.exists():
        windows = [encoder.tokens(row.text).ids for row in lessons]
        states = states_of(windows, lora.frozen(), cache)
        _keep(tune(states, labels, often, seed=seed), path)
    return _kept(path)


def _digest(lessons: Sequence[Row], labels: NDArray[np.float32], *recipe: object) -> str:
    digest = hashlib.sha256(repr(recipe).encode())
    for row in lessons:
        digest.update(hashlib.sha256(row.text.encode()).digest())
    digest.update(labels.tobytes())
    return digest.hexdigest()[:24]


def _keep(tuned: Tuned, path: Path) -> None:
    from safetensors.numpy import save_file

    layers = {
        f"{LAYER}{number}.{part}": value
        for number, layer in enumerate(tuned.layers)
        for part, value in zip(("weight", "bias"), layer, strict=True)
    }
    scratch = path.with_suffix(".new")
    save_file({**tuned.adapter, **layers}, scratch)
    scratch.replace(path)


def _kept(path: Path) -> Tuned:
    from safetensors.numpy import load_file

    found = load_file(path)
    layers = tuple(
        (found[f"{LAYER}{number}.weight"], found[f"{LAYER}{number}.bias"]) for number in range(2)
    )
    adapter = {name: value for name, value in found.items() if not name.startswith(LAYER)}
    return Tuned(adapter, layers)


def ngrams_on(lessons: Sequence[Row], *, cache: Path, seed: int) -> Ngrams:
    """The n-gram weights for these rows and this seed: read if kept, else fitted."""
    labels = labels_of(lessons, named=True)
    path = cache / f"ngrams-{_digest(lessons, labels, seed, BITS, spelling.STRENGTH)}.safetensors"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        save_ngrams(fit_ngrams([row.text for row in lessons], labels, seed=seed), path)
    return read_ngrams(path)
