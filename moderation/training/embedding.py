"""Rows to vectors, as the detector will read them; kept below the data folder between runs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from moderation.detectors.minilm.detector import batches
from moderation.detectors.minilm.encoder import WIDTH, Encoder
from moderation.detectors.minilm.reading import read

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BATCH_TOKENS = 4096


@dataclass(frozen=True, slots=True)
class Vectors:
    """`vectors` (windows, 384); window i says `texts[i]` and belongs to row `owner[i]`.

    `readable` (rows,): False where the detector would refuse to judge the text.
    """

    vectors: NDArray[np.float32]
    texts: Sequence[str]
    owner: NDArray[np.int64]
    readable: NDArray[np.bool_]


def vectors_of(texts: Sequence[str], *, encoder: Encoder, cache: Path) -> Vectors:
    """Embeds every window of every text; about 5 ms a row on one core, nothing the second time."""
    import numpy as np

    readings = [read(encoder.tokens, text) for text in texts]
    owner = np.array(
        [row for row, reading in enumerate(readings) for _ in reading.windows], dtype=np.int64
    )
    windows = [reading.tokens(window) for reading in readings for window in reading.windows]
    said = [
        text[slice(*reading.place(window))]
        for text, reading in zip(texts, readings, strict=True)
        for window in reading.windows
    ]
    readable = np.array([reading.refusal is None for reading in readings], dtype=np.bool_)
    return Vectors(_embedded(windows, encoder, cache), said, owner, readable)


def of_rows(windows: NDArray[np.float32], vectors: Vectors) -> NDArray[np.float32]:
    """(windows, heads) → (rows, heads): a row is as bad as its worst window."""
    import numpy as np

    worst = np.full((len(vectors.readable), windows.shape[1]), -np.inf, dtype=np.float32)
    np.maximum.at(worst, vectors.owner, windows)
    return worst


def _embedded(
    windows: Sequence[Sequence[int]], encoder: Encoder, cache: Path
) -> NDArray[np.float32]:
    import numpy as np

    digest = hashlib.sha256(encoder.version.encode())
    for window in windows:
        digest.update(np.array([-1, *window], dtype=np.int32).tobytes())
    path = cache / f"vectors-{digest.hexdigest()[:24]}.npy"
    if path.exists():
        kept: NDArray[np.float32] = np.load(path)
        return kept
    vectors = np.zeros((len(windows), WIDTH), dtype=np.float32)
    sizes = [len(window) + 2 for window in windows]
    for batch in tqdm(batches(sizes, BATCH_TOKENS), unit="batch", desc="vectors"):
        vectors[batch] = encoder.embed([windows[number] for number in batch])
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(".tmp.npy")
    np.save(scratch, vectors)
    scratch.replace(path)
    return vectors
