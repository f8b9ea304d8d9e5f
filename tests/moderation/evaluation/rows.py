"""Labelled rows and detectors of our own for measuring."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface

HARMLESS = dict.fromkeys(
    ("sexual", "self_harm", "violence", "political", "hate", "harassment", "shocking", "illegal",
     "deception", "unsafe"),
    0,
)  # fmt: skip


def row(text: str, *, likeness: int | None = None, **labels: int | None) -> dict[str, Any]:
    """Harmless in all, until told otherwise."""
    return {
        "text": text,
        "surface": "prompt",
        "labels": HARMLESS | labels,
        "likeness": likeness,
        "source": "own",
        "subset": "",
        "licence": "CC0-1.0",
        "trust": "gold",
        "attack": 0,
    }


def written(path: Path, *rows: Mapping[str, Any] | str) -> Path:
    """A file of JSON lines; a string stands as it is."""
    lines = (one if isinstance(one, str) else json.dumps(one) for one in rows)
    path.write_text("\n".join(lines) + "\n")
    return path


@dataclass
class Words:
    """Finds a score where a word stands; where `blind` stands it assesses nothing; where `broken`
    stands it raises."""

    scores: Mapping[str, tuple[Category, float]]
    blind: str = "\N{SNOWMAN}"
    broken: str = "\N{SKULL}"
    name: str = "words"
    version: str = "1"
    calls: int = 0
    coverage: Mapping[Category, Coverage] = field(
        default_factory=lambda: dict.fromkeys(Category, Coverage.ASSESSED)
    )

    def assess(self, text: str, *, surface: Surface) -> Answer:
        self.calls += 1
        if self.broken in text:
            raise RuntimeError("broken")
        if self.blind in text:
            return Answer(self.name, self.version)
        hits = tuple(Hit(*found) for word, found in self.scores.items() if word in text)
        return Answer(self.name, self.version, self.coverage, hits, depicts_minor=False)
