"""From a window's vector and its pieces of words to one calibrated score per category."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from moderation.categories import Category
from moderation.detectors.minilm.manifest import adapter_version, verified
from moderation.detectors.minilm.wheel import hash_of, weights_hash

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = Path(__file__).with_name("heads.safetensors")
# About 99 % of harmless calibration rows pass one head at the first anchor (how the heads share
# what may be stopped: training/allotting.py), 99.8 % at the second.
ANCHOR_SCORES = (0.5, 0.9)
STEEP = math.log(ANCHOR_SCORES[1] / (1 - ANCHOR_SCORES[1]))
PARTS = ("hidden", "hidden_bias", "weights", "bias", "pieces", "anchors")


class WrongHeads(RuntimeError):
    """The heads were trained on another encoder or adapter, or are no heads of ours."""


@dataclass(frozen=True, slots=True)
class Heads:
    """`hidden` (units, 384), `hidden_bias` (units,), `weights` (heads, units), `bias` (heads,),
    `pieces` (heads,): what the n-grams' score counts beside the network's, `anchors` (heads, 2).
    """

    categories: tuple[Category, ...]
    hidden: NDArray[np.float32]
    hidden_bias: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    pieces: NDArray[np.float32]
    anchors: NDArray[np.float32]

    def network(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """(windows, 384) → (windows, heads): the network's part alone."""
        import numpy as np

        units = np.maximum(vectors @ self.hidden.T + self.hidden_bias, 0)
        return np.asarray(units @ self.weights.T + self.bias, dtype=np.float32)

    def raw(self, vectors: NDArray[np.float32], ngrams: NDArray[np.float32]) -> NDArray[np.float32]:
        """(windows, 384) and the n-grams' (windows, heads) → (windows, heads), unbounded."""
        return self.network(vectors) + ngrams * self.pieces

    def scores(
        self, vectors: NDArray[np.float32], ngrams: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """The same, 0..1."""
        return self.calibrated(self.raw(vectors, ngrams))

    def calibrated(self, raw: NDArray[np.float32]) -> NDArray[np.float32]:
        """A logistic curve through the two anchors."""
        import numpy as np

        first, second = self.anchors[:, 0], self.anchors[:, 1]
        steps = (raw - first) / (second - first)
        return np.asarray(1 / (1 + np.exp(-np.clip(STEEP * steps, -60, 60))), dtype=np.float32)

    def anchored(self, anchors: NDArray[np.float32]) -> Heads:
        return replace(self, anchors=anchors)


def load_heads(path: Path = FILE) -> tuple[Heads, str]:
    """The heads and their version. Raises WrongHeads, WrongFile, FileNotFoundError."""
    from safetensors import safe_open

    with safe_open(verified(path), framework="numpy") as file:
        facts = json.loads((file.metadata() or {}).get("facts", "{}"))
        if (facts.get("encoder"), facts.get("adapter")) != (weights_hash(), adapter_version(path)):
            raise WrongHeads(path.name)
        heads = Heads(
            tuple(Category(value) for value in facts["categories"]),
            *(file.get_tensor(part) for part in PARTS),
        )
    _check(heads)
    return heads, hash_of(path)[:12]


def save_heads(heads: Heads, path: Path, *, adapter: str) -> None:
    """Written beside and renamed. `adapter`: SHA-256 of the adapter that they were trained with."""
    from safetensors.numpy import save_file

    _check(heads)
    scratch = path.with_suffix(".new")
    facts = {
        "encoder": weights_hash(),
        "adapter": adapter,
        "categories": list(heads.categories),
    }
    # One entry: several would stand in random order, and the same heads would hash differently.
    told = {"facts": json.dumps(facts, sort_keys=True)}
    save_file({part: getattr(heads, part) for part in PARTS}, scratch, metadata=told)
    scratch.replace(path)


def _check(heads: Heads) -> None:
    import numpy as np

    parts = [getattr(heads, part) for part in PARTS]
    counts = {len(part) for part in parts[2:]}
    joined = len(heads.hidden) == len(heads.hidden_bias) == heads.weights.shape[1]
    finite = all(np.isfinite(part).all() for part in parts)
    rising = bool((heads.anchors[:, 1] > heads.anchors[:, 0]).all())
    if counts != {len(heads.categories)} or not joined or not finite or not rising:
        raise WrongHeads("shape")
