"""What the trained text detector costs over the frozen encoder with linear heads, on one core.

Both read, cut into windows and embed the same texts; the new one has n-grams and a network beside.
Rounds alternate, so that a busy second touches both; what counts is the ratio within a round.

    python -m benchmarks.text_heads --repeat 30 --core 0
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from benchmarks.prompt_screening import SCENE, SHORT
from benchmarks.reporting import kept
from moderation.training.grammar import sentences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from moderation.detectors.minilm.encoder import Encoder

RESULTS = Path(__file__).parent / "results" / "text_heads.json"
DATA = Path(__file__).resolve().parents[1] / ".data"
BATCHED = 256
Part = Callable[[Sequence[str]], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=30)
    parser.add_argument("--core", type=int, help="bind this process to one core")
    parser.add_argument("--data", type=Path, default=os.environ.get("ZOETROPE_DATA") or DATA)
    args = parser.parse_args()
    if args.core is not None:
        os.sched_setaffinity(0, {args.core})
    before, now = _before(args.data), _now(args.data)
    rows = [_row(name, texts, before, now, args.repeat) for name, texts in _texts().items()]
    machine = {
        "processor": platform.processor() or platform.machine(),
        "load_average_at_end": round(os.getloadavg()[0], 2),
    }
    kept({"machine": machine, "rows": rows}, RESULTS)
    for row in rows:
        sys.stdout.write(f"{json.dumps(row)}\n")


def _texts() -> dict[str, Sequence[str]]:
    batch = [row.text for row in sentences(seed=1).teaching[:: 2400 // BATCHED][:BATCHED]]
    return {
        "one of 20 words": [SHORT],
        "one of 4,000 characters": [(SCENE * 30)[:4000]],
        f"{len(batch)} sentences at once": batch,
    }


def _before(data: Path) -> Part:
    import numpy as np

    from moderation.detectors.minilm.encoder import WIDTH, Encoder
    from moderation.training.rows import CATEGORIES

    encoder = Encoder(data, None)
    heads = np.zeros((WIDTH, len(CATEGORIES)), dtype=np.float32)
    return lambda texts: _vectors(encoder, texts)[0] @ heads


def _now(data: Path) -> Part:
    from moderation.detectors.minilm.encoder import Encoder
    from moderation.detectors.minilm.heads import load_heads
    from moderation.detectors.minilm.ngrams import load_ngrams

    encoder, (heads, _version), ngrams = Encoder(data), load_heads(), load_ngrams()

    def work(texts: Sequence[str]) -> object:
        vectors, said = _vectors(encoder, texts)
        return heads.scores(vectors, ngrams.raw(said))

    return work


def _vectors(encoder: Encoder, texts: Sequence[str]) -> tuple[NDArray[np.float32], Sequence[str]]:
    """All windows of all texts, like sizes in one batch, as the detector does for one text."""
    import numpy as np

    from moderation.detectors.minilm.detector import BATCH_TOKENS, batches
    from moderation.detectors.minilm.reading import read

    readings = [read(encoder.tokens, text) for text in texts]
    windows = [one.tokens(window) for one in readings for window in one.windows]
    said = [
        text[slice(*reading.place(window))]
        for text, reading in zip(texts, readings, strict=True)
        for window in reading.windows
    ]
    vectors = np.zeros((len(windows), encoder.width), dtype=np.float32)
    for batch in batches([len(window) + 2 for window in windows], BATCH_TOKENS):
        vectors[batch] = encoder.embed([windows[at] for at in batch])
    return vectors, said


def _row(
    name: str, texts: Sequence[str], before: Part, now: Part, repeat: int
) -> dict[str, object]:
    times: dict[str, list[float]] = {"before": [], "now": []}
    for turn in tqdm(range(repeat + 2), unit="round", desc=name):
        for part, work in (("before", before), ("now", now)):
            started = time.perf_counter()
            work(texts)
            if turn >= 2:  # the first ones warm caches
                times[part].append(time.perf_counter() - started)
    ratios = [new / old for new, old in zip(times["now"], times["before"], strict=True)]
    low, _, high = statistics.quantiles(ratios, n=4)
    return {
        "text": name,
        "n": repeat,
        "ms_before": round(1000 * statistics.median(times["before"]), 2),
        "ms_now": round(1000 * statistics.median(times["now"]), 2),
        "texts_a_second_before": round(len(texts) / statistics.median(times["before"]), 1),
        "texts_a_second_now": round(len(texts) / statistics.median(times["now"]), 1),
        "ratio_median": round(statistics.median(ratios), 3),
        "ratio_quartiles": [round(low, 3), round(high, 3)],
    }


if __name__ == "__main__":
    main()
