"""One training from rows to weights and card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from moderation.detectors.minilm.adapter import FILE as ADAPTER
from moderation.detectors.minilm.adapter import save_adapter
from moderation.detectors.minilm.detector import MiniLM
from moderation.detectors.minilm.encoder import Encoder
from moderation.detectors.minilm.heads import FILE, Heads, load_heads, save_heads
from moderation.detectors.minilm.manifest import write_manifest
from moderation.detectors.minilm.ngrams import FILE as NGRAMS
from moderation.detectors.minilm.ngrams import load_ngrams, save_ngrams
from moderation.detectors.minilm.wheel import hash_of, weights_hash
from moderation.rates import Rate
from moderation.training.card import Facts, as_json, card
from moderation.training.embedding import Vectors, of_rows, vectors_of
from moderation.training.grammar import Sentences, sentences
from moderation.training.keeping import ngrams_on, tuned_on
from moderation.training.lessons import UNSAFE, chosen, labels_of
from moderation.training.measuring import Seen, measure
from moderation.training.padding import padded
from moderation.training.rows import Row, read_rows
from moderation.training.stacking import Parts, at_operating_point, heads_of, stacked

CARD = Path(__file__).resolve().parents[2] / "docs" / "models" / "text-heads.md"
FILES = ("train.jsonl.gz", "dev.jsonl.gz")
PADDED_ROWS = 24  # long texts: each takes as long as a hundred short ones


@dataclass(frozen=True, slots=True)
class Weights:
    """Where the weights go: three files and their manifest, in one folder."""

    folder: Path = FILE.parent

    @property
    def adapter(self) -> Path:
        return self.folder / ADAPTER.name

    @property
    def heads(self) -> Path:
        return self.folder / FILE.name

    @property
    def ngrams(self) -> Path:
        return self.folder / NGRAMS.name


@dataclass(frozen=True, slots=True)
class Part:
    """One half of the dev rows, or held-out sentences of our own, as the detector reads them."""

    rows: Sequence[Row]
    vectors: Vectors
    parts: Parts

    def seen(self, heads: Heads) -> Seen:
        raw = of_rows(self.parts.raw(heads), self.vectors)
        return Seen(self.rows, heads.calibrated(raw), self.vectors.readable)


def train(
    *,
    data: Path,
    folder: Path,
    seed: int,
    own: Sentences | None = None,
    weights: Weights | None = None,
    to: Path = CARD,
) -> str:
    """Writes the weights and the card (and its numbers as JSON); returns the heads' version.

    `data`: the folder with train.jsonl.gz and dev.jsonl.gz; `folder`: the data folder, where what
    takes long is kept, so that a run which was cut off goes on. About 15 minutes on two cores.
    """
    weights, cache = weights or Weights(), folder / "training"
    own = own or sentences(seed=seed)
    lessons = [*chosen(read_rows(data / FILES[0])), *own.teaching]
    trial = read_rows(data / FILES[1])
    heads = _fitted(lessons, weights, folder, cache, seed)
    encoder, ngrams = Encoder(folder, weights.adapter), load_ngrams(weights.ngrams)

    def part(rows: Sequence[Row]) -> Part:
        vectors = vectors_of([row.text for row in rows], encoder=encoder, cache=cache)
        return Part(rows, vectors, Parts.of(vectors, heads, ngrams))

    calibration = part([row for row in trial if row.in_calibration])
    heads = _calibrated(heads, calibration, weights, seed)
    heads, version = load_heads(weights.heads)
    held = part([row for row in trial if not row.in_calibration])
    measured = measure(held.seen(heads))
    facts = Facts(
        command=f"manage.py train_text_heads --seed {seed}",
        date=datetime.now(tz=UTC).date().isoformat(),
        seed=seed,
        version=version,
        data=_data_hash(data),
        adapter=hash_of(weights.adapter),
        encoder=weights_hash(),
        padding=_padding(MiniLM(encoder, heads, ngrams, version), held.rows, seed=seed),
        pieces=float(heads.pieces[0]),
    )
    ours = measure(part(own.held).seen(heads))
    text = card(measured=measured, own=ours, lessons=lessons, trial=trial, facts=facts)
    _write(to, text, {**as_json(measured), "own_sentences": as_json(ours)})
    return version


def _fitted(
    lessons: Sequence[Row], weights: Weights, folder: Path, cache: Path, seed: int
) -> Heads:
    """The adapter and the n-grams in their files; heads that know neither n-grams nor anchors."""
    tuned = tuned_on(lessons, Encoder(folder, None), cache=cache, seed=seed)
    save_adapter(tuned.adapter, weights.adapter)
    save_ngrams(ngrams_on(lessons, cache=cache, seed=seed), weights.ngrams)
    heads = heads_of(tuned)
    _save(heads, weights)
    return heads


def _calibrated(heads: Heads, calibration: Part, weights: Weights, seed: int) -> Heads:
    labels = labels_of(calibration.rows, named=False)[:, :UNSAFE]
    parts, vectors = calibration.parts, calibration.vectors
    shaped = stacked(heads, parts, vectors, labels, seed=seed)
    done = at_operating_point(shaped, parts, vectors, calibration.rows, labels)
    _save(done, weights)
    return done


def _save(heads: Heads, weights: Weights) -> None:
    save_heads(heads, weights.heads, adapter=hash_of(weights.adapter))
    write_manifest(weights.adapter, weights.heads, weights.ngrams)


def _write(to: Path, text: str, numbers: dict[str, object]) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(text)
    to.with_suffix(".json").write_text(json.dumps(numbers, indent=1) + "\n")


def _padding(detector: MiniLM, held: Sequence[Row], *, seed: int) -> tuple[Rate, Rate, Rate]:
    bad = [row for row in held if any(row.labels.values())]
    harmless = [row for row in held if row.benign and len(row.text) < 200]
    return padded(detector, bad[:: max(1, len(bad) // PADDED_ROWS)], harmless, seed=seed)


def _data_hash(data: Path) -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((data / name).read_bytes())
    return digest.hexdigest()
