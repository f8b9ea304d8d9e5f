"""What the frozen lower layers make of every row: computed once, read in every epoch."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from moderation.detectors.minilm.detector import batches
from moderation.detectors.minilm.encoder import END, START, WIDTH
from moderation.detectors.minilm.wheel import weights_hash
from moderation.training.lora import LOWER, mask_of, through

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

LONGEST = 126  # tokens of a row that teach; 97 % of rows are shorter
BATCH_TOKENS = 4096


@dataclass(frozen=True, slots=True)
class States:
    """Half-precision states (tokens of all rows, 384); those of row i start at `starts[i]`."""

    flat: NDArray[np.float16]
    starts: NDArray[np.int64]

    def length(self, row: int) -> int:
        return int(self.starts[row + 1] - self.starts[row])

    def batch(self, rows: Sequence[int]) -> tuple[torch.Tensor, torch.Tensor]:
        """States (rows, tokens, 384) and mask (rows, tokens), padded."""
        import torch

        longest = max(self.length(row) for row in rows)
        states = torch.zeros(len(rows), longest, WIDTH)
        mask = torch.zeros(len(rows), longest, dtype=torch.long)
        for at, row in enumerate(rows):
            size = self.length(row)
            first = self.starts[row]
            states[at, :size] = torch.from_numpy(self.flat[first : first + size].astype("float32"))
            mask[at, :size] = 1
        return states, mask


def states_of(windows: Sequence[Sequence[int]], bert: Any, cache: Path) -> States:
    """Two minutes on two cores the first time, nothing the second."""
    import numpy as np

    framed = [[START, *window[:LONGEST], END] for window in windows]
    starts = np.cumsum([0, *map(len, framed)], dtype=np.int64)
    path = cache / f"states-{_digest(framed)}.npy"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_suffix(".tmp.npy")
        np.save(scratch, _computed(framed, starts, bert))
        scratch.replace(path)
    return States(np.load(path, mmap_mode="r"), starts)


def _digest(framed: Sequence[Sequence[int]]) -> str:
    import numpy as np

    digest = hashlib.sha256(f"{weights_hash()} {LOWER}".encode())
    for window in framed:
        digest.update(np.array(window, dtype=np.int32).tobytes())
    return digest.hexdigest()[:24]


def _computed(
    framed: Sequence[Sequence[int]], starts: NDArray[np.int64], bert: Any
) -> NDArray[np.float16]:
    import numpy as np
    import torch

    flat = np.zeros((int(starts[-1]), WIDTH), dtype=np.float16)
    sizes = [len(window) for window in framed]
    with torch.inference_mode():
        for batch in tqdm(batches(sizes, BATCH_TOKENS), unit="batch", desc="lower layers"):
            ids = torch.zeros(len(batch), max(sizes[row] for row in batch), dtype=torch.long)
            for at, row in enumerate(batch):
                ids[at, : sizes[row]] = torch.tensor(framed[row])
            mask = mask_of((ids != 0).long())
            states = through(bert.encoder.layer[:LOWER], bert.embeddings(input_ids=ids), mask)
            for at, row in enumerate(batch):
                flat[starts[row] : starts[row + 1]] = states[at, : sizes[row]].numpy()
    return flat
