from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from moderation.answers import Answer, Coverage, Hit, unassessed
from moderation.categories import Category, Surface
from moderation.detectors.base import FrameSession, Source

if TYPE_CHECKING:
    from lib.media.frames import SampledFrame

NAME = "bounded"
REVIEWED = Path(__file__).parent / "reviewed.txt"
# What no drawing of a thing on the list can show. Words in the picture are another surface.
SPARED = (Category.SEXUAL, Category.VIOLENCE, Category.SELF_HARM)


@lru_cache(maxsize=1)
def build() -> Bounded:
    text = REVIEWED.read_text()
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Bounded(frozenset(line for line in lines if line), version=f"1-{digest}")


@dataclass(frozen=True)
class Bounded:
    """Judges by what an engine declares that it can draw: a `FrameDetector` that needs no frame.

    Only for films whose engine is bounded, never for uploads (their `Source.draws` is None).
    """

    reviewed: frozenset[str]
    version: str
    name: str = NAME
    per_second: float = 0.0
    max_side: int = 0
    concerns_children: bool = False

    def begin(self, source: Source) -> FrameSession:
        return _Session(self, source.draws)


class _Session:
    def __init__(self, detector: Bounded, draws: frozenset[str] | None) -> None:
        self._detector = detector
        self._draws = draws

    def look(self, frame: SampledFrame) -> None:
        """The list says it all."""

    def answer(self) -> Sequence[tuple[Surface, Answer]]:
        if self._draws is None:
            return []
        name, version = self._detector.name, self._detector.version
        # An engine that declares nothing has not said what it draws.
        if not self._draws or not self._draws <= self._detector.reviewed:
            return [(Surface.FRAME, unassessed(name, version))]
        coverage = dict.fromkeys(SPARED, Coverage.ASSESSED)
        hits = tuple(Hit(category, 0.0) for category in SPARED)
        return [(Surface.FRAME, Answer(name, version, coverage, hits))]
