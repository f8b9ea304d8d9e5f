"""Detectors and listeners that behave badly, each in one way."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lib.media.frames import SampledFrame
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.detectors.base import FrameSession, Heard, Source

SOUND = Heard((("hello", 0.0, 1.0),), True, (), "ears", "1")


def nothing() -> None:
    """What a well-behaved detector does at each step."""


@dataclass
class Probe:
    """Assesses violence; `at_*` run at each step and may do what they like."""

    name: str = "probe"
    version: str = "1"
    per_second: float = 2.0
    max_side: int = 64
    at_begin: Callable[[], object] = nothing
    at_look: Callable[[], object] = nothing
    score: float = 0.25
    times: list[float] = field(default_factory=list)
    sizes: set[tuple[int, ...]] = field(default_factory=set)

    def begin(self, source: Source) -> FrameSession:
        self.at_begin()
        return _Session(self)


class _Session:
    def __init__(self, probe: Probe) -> None:
        self._probe = probe

    def look(self, frame: SampledFrame) -> None:
        self._probe.at_look()
        self._probe.times.append(frame.at_seconds)
        self._probe.sizes.add(frame.image.shape)

    def answer(self) -> Sequence[tuple[Surface, Answer]]:
        hits = (Hit(Category.VIOLENCE, self._probe.score),)
        coverage = {Category.VIOLENCE: Coverage.ASSESSED}
        return [(Surface.FRAME, Answer(self._probe.name, self._probe.version, coverage, hits))]


def raises() -> None:
    raise RuntimeError("no model")


def exits() -> None:
    raise SystemExit(3)


def hangs() -> None:
    """In short sleeps, so that the thread ends once nobody waits for it."""
    for _ in range(400):
        time.sleep(0.01)


@dataclass
class Ears:
    heard: Heard = SOUND
    first: Callable[[], object] = nothing

    def listen(self, path: Path, source: Source) -> Heard:
        self.first()
        return self.heard


NAN = math.nan
