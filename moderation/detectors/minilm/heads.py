"""One head per category over the encoder's vectors, calibrated so that 0.5 means "act on it"."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from moderation.categories import Category
from moderation.detectors.minilm.wheel import hash_of, weights_hash

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = Path(__file__).with_name("heads.safetensors")
# At the first anchor 99 % of harmless calibration rows pass a head, at the second 99.8 %.
ANCHOR_SCORES = (0.5, 0.9)
STEEP = math.log(ANCHOR_SCORES[1] / (1 - ANCHOR_SCORES[1]))


class WrongHeads(RuntimeError):
    """The heads were trained on another encoder, or are no heads of ours."""


@dataclass(frozen=True, slots=True)
class Heads:
    """`weights` (heads, 384), `bias` (heads,), `anchors` (heads, 2) in the head's own units."""

    categories: tuple[Category, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    anchors: NDArray[np.float32]

    def raw(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """(windows, 384) → (windows, heads), unbounded."""
        return vectors @ self.weights.T + self.bias

    def scores(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """(windows, 384) → (windows, heads), 0..1: a logistic curve through the two anchors."""
        import numpy as np

        first, second = self.anchors[:, 0], self.anchors[:, 1]
        steps = (self.raw(vectors) - first) / (second - first)
        return np.asarray(1 / (1 + np.exp(-np.clip(STEEP * steps, -60, 60))), dtype=np.float32)


def load_heads(path: Path = FILE) -> tuple[Heads, str]:
    """The heads and their version. Raises WrongHeads, FileNotFoundError."""
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as file:
        facts = file.metadata() or {}
        if facts.get("encoder") != weights_hash():
            raise WrongHeads(path.name)
        heads = Heads(
            categories=tuple(Category(value) for value in facts["categories"].split(",")),
            weights=file.get_tensor("weights"),
            bias=file.get_tensor("bias"),
            anchors=file.get_tensor("anchors"),
        )
    _check(heads)
    return heads, hash_of(path)[:12]


def save_heads(heads: Heads, path: Path) -> None:
    """Written beside and renamed: a screener that starts meanwhile reads the old ones."""
    from safetensors.numpy import save_file

    _check(heads)
    scratch = path.with_suffix(".new")
    facts = {"encoder": weights_hash(), "categories": ",".join(heads.categories)}
    tensors = {"weights": heads.weights, "bias": heads.bias, "anchors": heads.anchors}
    save_file(tensors, scratch, metadata=facts)
    scratch.replace(path)


def _check(heads: Heads) -> None:
    import numpy as np

    shapes = (heads.weights.shape[0], *heads.bias.shape, heads.anchors.shape[0])
    finite = all(np.isfinite(part).all() for part in (heads.weights, heads.bias, heads.anchors))
    rising = bool((heads.anchors[:, 1] > heads.anchors[:, 0]).all())
    if set(shapes) != {len(heads.categories)} or not finite or not rising:
        raise WrongHeads("shape")
