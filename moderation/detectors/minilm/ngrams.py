"""Pieces of words (two to five characters), hashed into buckets: what the encoder does not spell.

All of it in whole arrays: 80 characters take about 0.1 ms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lib.text.readings import readings
from moderation.detectors.minilm.manifest import verified

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = Path(__file__).with_name("ngrams.safetensors")
PARTS = ("rarity", "weights", "bias")
BITS = 17
BUCKETS = 1 << BITS
SIZES = (2, 3, 4, 5)
FACTOR, SPREAD = 0x01000193, 0x9E3779B1  # FNV's prime; 2^32 over the golden ratio


def folded(text: str) -> list[str]:
    """As it stands, in plain small letters, and with each disguise that it may use undone."""
    return [reading.text for reading in readings(text)]


def hashed(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Buckets (ascending) and how often each was met, damped (1 + ln)."""
    import numpy as np

    letters = np.frombuffer(f" {text.strip()} ".encode(), dtype=np.uint8).astype(np.uint32)
    found = [_of_size(letters, size) for size in SIZES if len(letters) >= size]
    buckets, counts = np.unique(np.concatenate(found), return_counts=True)
    return buckets.astype(np.int64), (1 + np.log(counts)).astype(np.float32)


def _of_size(letters: NDArray[np.uint32], size: int) -> NDArray[np.uint32]:
    import numpy as np

    count = len(letters) - size + 1
    value = np.full(count, size, dtype=np.uint32)
    for place in range(size):
        value = value * np.uint32(FACTOR) ^ letters[place : place + count]
    value = (value ^ (value >> np.uint32(15))) * np.uint32(SPREAD)
    return np.asarray(value >> np.uint32(32 - BITS), dtype=np.uint32)


class WrongNgrams(RuntimeError):
    """The file holds no n-gram weights of ours."""


@dataclass(frozen=True, slots=True)
class Ngrams:
    """`rarity` (buckets,), `weights` (buckets, heads) and `bias` (heads,), in half precision."""

    rarity: NDArray[np.float16]
    weights: NDArray[np.float16]
    bias: NDArray[np.float16]

    def raw(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(texts, heads), unbounded: the worst reading of each text."""
        import numpy as np

        return np.stack([self._worst(text) for text in texts])

    def _worst(self, text: str) -> NDArray[np.float32]:
        import numpy as np

        return np.asarray(np.stack([self._of(one) for one in folded(text)]).max(axis=0))

    def _of(self, text: str) -> NDArray[np.float32]:
        import numpy as np

        buckets, counts = hashed(text)
        values = counts * self.rarity[buckets].astype(np.float32)
        values /= np.linalg.norm(values)
        return np.asarray(values @ self.weights[buckets].astype(np.float32) + self.bias)


def load_ngrams(path: Path = FILE) -> Ngrams:
    """Raises WrongNgrams, WrongFile, FileNotFoundError."""
    return read_ngrams(verified(path))


def read_ngrams(path: Path) -> Ngrams:
    """The same from a file that no manifest names."""
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as file:
        ngrams = Ngrams(*(file.get_tensor(part) for part in PARTS))
    _check(ngrams)
    return ngrams


def save_ngrams(ngrams: Ngrams, path: Path) -> None:
    """Written beside and renamed."""
    from safetensors.numpy import save_file

    _check(ngrams)
    scratch = path.with_suffix(".new")
    save_file({part: getattr(ngrams, part) for part in PARTS}, scratch)
    scratch.replace(path)


def _check(ngrams: Ngrams) -> None:
    import numpy as np

    parts = [getattr(ngrams, part) for part in PARTS]
    shaped = len(ngrams.rarity) == len(ngrams.weights) == BUCKETS
    if not shaped or ngrams.weights.shape[1] != len(ngrams.bias):
        raise WrongNgrams("shape")
    if not all(np.isfinite(part).all() for part in parts) or not (ngrams.rarity > 0).all():
        raise WrongNgrams("numbers")
