"""One training from rows to weights and card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from moderation.detectors.minilm.detector import MiniLM
from moderation.detectors.minilm.encoder import Encoder
from moderation.detectors.minilm.heads import FILE, Heads, load_heads, save_heads
from moderation.detectors.minilm.wheel import weights_hash
from moderation.rates import Rate
from moderation.training.card import Facts, as_json, card
from moderation.training.embedding import Vectors, vectors_of
from moderation.training.fitting import Trained, calibrated, fit, row_scores
from moderation.training.measuring import measure
from moderation.training.padding import padded
from moderation.training.rows import Row, read_rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CARD = Path(__file__).resolve().parents[2] / "docs" / "models" / "text-heads.md"
FILES = ("train.jsonl.gz", "dev.jsonl.gz")
PADDED_ROWS = 150


@dataclass(frozen=True, slots=True)
class Dev:
    rows: Sequence[Row]
    vectors: Vectors
    calibration: NDArray[np.bool_]


def train(*, data: Path, folder: Path, seed: int, heads_file: Path = FILE, to: Path = CARD) -> str:
    """Writes the heads and the card (and its numbers as JSON); returns the heads' version.

    `data`: the folder with train.jsonl.gz and dev.jsonl.gz; `folder`: the data folder, where the
    encoder and the vectors are kept. The first time takes about eight minutes on one core.
    """
    import numpy as np

    encoder = Encoder(folder)
    cache = folder / "training"
    lessons, trial = (read_rows(data / name) for name in FILES)
    trained = fit(lessons, _vectors(lessons, encoder, cache), seed=seed)
    calibration = np.array([row.in_calibration for row in trial])
    dev = Dev(trial, _vectors(trial, encoder, cache), calibration)
    heads = _at_operating_point(trained, dev)
    save_heads(heads, heads_file)
    heads, version = load_heads(heads_file)
    measured = measure(dev.rows, dev.vectors, heads, ~dev.calibration)
    facts = Facts(
        command=f"manage.py train_text_heads --seed {seed}",
        date=datetime.now(tz=UTC).date().isoformat(),
        seed=seed,
        version=version,
        data=_data_hash(data),
        encoder=weights_hash(),
        padding=_padding(MiniLM(encoder, heads, version), dev, seed=seed),
    )
    text = card(trained=trained, measured=measured, rows=[*lessons, *trial], facts=facts)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(text)
    to.with_suffix(".json").write_text(json.dumps(as_json(measured), indent=1) + "\n")
    return version


def _vectors(rows: Sequence[Row], encoder: Encoder, cache: Path) -> Vectors:
    return vectors_of([row.text for row in rows], encoder=encoder, cache=cache)


def _at_operating_point(trained: Trained, dev: Dev) -> Heads:
    import numpy as np

    harmless = np.array([row.benign for row in dev.rows]) & dev.calibration
    raw = row_scores(trained.heads.raw(dev.vectors.vectors), dev.vectors, len(dev.rows))
    return calibrated(trained.heads, raw[harmless & dev.vectors.readable])


def _padding(detector: MiniLM, dev: Dev, *, seed: int) -> tuple[Rate, Rate, Rate]:
    held = [row for row, used in zip(dev.rows, dev.calibration, strict=True) if not used]
    bad = [row for row in held if any(row.labels.values())]
    harmless = [row for row in held if row.benign and len(row.text) < 200]
    return padded(detector, bad[:: max(1, len(bad) // PADDED_ROWS)], harmless, seed=seed)


def _data_hash(data: Path) -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((data / name).read_bytes())
    return digest.hexdigest()
