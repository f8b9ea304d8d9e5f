"""From generated rows to weights that serve: small, seeded, and through the real encoder."""

import gzip
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from moderation.categories import Surface
from moderation.detectors.minilm.adapter import merge
from moderation.detectors.minilm.detector import MiniLM
from moderation.detectors.minilm.encoder import Encoder
from moderation.detectors.minilm.export import ensure_exported
from moderation.detectors.minilm.heads import load_heads
from moderation.detectors.minilm.ngrams import load_ngrams
from moderation.training import lora
from moderation.training.grammar import Sentences, sentences
from moderation.training.rows import CATEGORIES, LABELS
from moderation.training.running import Weights, train
from tests.encoders import linked_encoders

pytestmark = pytest.mark.slow

CALM = ["a cat sleeps on the sofa", "rain falls on the lake", "a train leaves the station"]
NAMES = sorted({name for names in LABELS.values() for name in names})


def _lines(count: int, seed: int) -> list[dict[str, Any]]:
    """Each category's harm is a made-up word; what has none of them is harmless in all."""
    chooser = random.Random(seed)
    lines = []
    for number in range(count):
        place = f"{chooser.choice(CALM)} {chooser.choice(CALM)} {chooser.randrange(10**6)}"
        labels: dict[str, int | None] = dict.fromkeys(NAMES, 0)
        if number % 3 == 0:
            name = NAMES[number // 3 % len(NAMES)]
            labels = {**dict.fromkeys(NAMES), name: 1}
            place = f"{place} while the zorblax {name.replace('_', ' ')} begins"
        lines.append({"text": place, "labels": {**labels, "unsafe": int(number % 3 == 0)}})
    return [
        {**line, "source": "made", "subset": "", "licence": "own", "likeness": None}
        for line in lines
    ]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rows")
    for name, lines in (("train", _lines(150, 1)), ("dev", _lines(260, 2))):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Without what an earlier run trained."""
    return linked_encoders(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def trained(data: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Weights:
    weights = Weights(tmp_path_factory.mktemp("weights"))
    train(data=data, folder=home, seed=1, own=_few(), weights=weights, to=weights.folder / "c.md")
    return weights


def _few() -> Sentences:
    own = sentences(seed=1)
    return Sentences(own.teaching[::80], own.held[::20])


def test_what_was_trained_serves(trained: Weights, home: Path) -> None:
    heads, version = load_heads(trained.heads)
    detector = MiniLM(Encoder(home, trained.adapter), heads, load_ngrams(trained.ngrams), version)
    bad = detector.assess("a cat watches as the zorblax hate begins", surface=Surface.PROMPT)
    calm = detector.assess("a cat watches as the rain falls", surface=Surface.PROMPT)
    assert len(bad.hits) == len(calm.hits) == len(CATEGORIES)
    assert {hit.category for hit in bad.hits} == set(CATEGORIES)


def test_the_card_says_what_was_measured(trained: Weights) -> None:
    card, numbers = trained.folder / "c.md", trained.folder / "c.json"
    assert json.loads(numbers.read_text())["stack_passed"]["n"] > 50
    assert "| hate | hate |" in card.read_text()
    assert "{" not in card.read_text()


def test_the_export_says_what_torch_says(trained: Weights, home: Path) -> None:
    import torch

    merged, bare = lora.frozen(), lora.frozen()
    merge(merged, trained.adapter)
    encoder = Encoder(home, trained.adapter)
    ids = torch.tensor([[101, *encoder.tokens("the zorblax hate begins").ids, 102]])
    mask = torch.ones_like(ids)
    with torch.inference_mode():
        mine, theirs = (
            lora.pooled(bert(input_ids=ids, attention_mask=mask).last_hidden_state, mask).numpy()
            for bert in (merged, bare)
        )
    told = encoder.embed([ids[0, 1:-1].tolist()])
    assert np.abs(told - mine).max() < 1e-4
    assert np.abs(told - theirs).max() > 1e-3  # the adapter does change something


def test_an_export_with_another_adapter_is_not_used(trained: Weights, home: Path) -> None:
    assert ensure_exported(home, trained.adapter) != ensure_exported(home, None)
