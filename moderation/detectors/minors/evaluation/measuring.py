"""How often the rules see somebody under 18, and how often nobody, on pairs of our own.

Each pair is a sentence with somebody under 18 and a twin that only sounds like it. The rules were
tuned on one half of the first set, then measured once on the other half, then mended by what that
half taught. The fresh set was written after that, and measured once (docs/models/words.md).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from moderation.categories import Surface
from moderation.detectors.base import TextDetector
from moderation.rates import Rate

FILE = Path(__file__).with_name("pairs.jsonl")


@dataclass(frozen=True, slots=True)
class Pair:
    number: int
    kind: str
    minor: str
    nobody: str
    is_fresh: bool

    @property
    def is_held_out(self) -> bool:
        """By the hash of its text, so that nobody chose."""
        return bool(hashlib.sha256(self.minor.encode()).digest()[0] % 2)


@dataclass(frozen=True, slots=True)
class Measured:
    """`seen`: sentences with somebody under 18 that are read so; `passed`: twins that are not."""

    seen: Rate
    passed: Rate
    missed: tuple[str, ...]
    made_up: tuple[str, ...]


def pairs() -> list[Pair]:
    rows = map(json.loads, FILE.read_text("utf-8").splitlines())
    return [
        Pair(row["pair"], row["kind"], row["minor"], row["nobody"], row["set"] == "fresh")
        for row in rows
    ]


def measure(detector: TextDetector, chosen: Iterable[Pair]) -> Measured:
    chosen = list(chosen)
    missed = tuple(one.minor for one in chosen if not _young(detector, one.minor))
    made_up = tuple(one.nobody for one in chosen if _young(detector, one.nobody))
    count = len(chosen)
    return Measured(
        Rate(count - len(missed), count), Rate(count - len(made_up), count), missed, made_up
    )


def _young(detector: TextDetector, text: str) -> bool:
    return detector.assess(text, surface=Surface.PROMPT).depicts_minor is not False
