"""Detectors of frames for what is looked at while it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from lib.media.frames import SampledFrame
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.detectors.base import FrameSession, Source


@dataclass
class Eye:
    """A detector of frames that finds `hits` in every film, or fails."""

    hits: tuple[Hit, ...] = ()
    fault: Exception | None = None
    minor: bool | None = None
    name: str = "eye"
    version: str = "1"
    per_second: float = 2.0
    max_side: int = 320
    seen: list[tuple[int, ...]] = field(default_factory=list)
    covered: ClassVar[dict[Category, Coverage]] = dict.fromkeys(Category, Coverage.ASSESSED)

    def begin(self, source: Source) -> FrameSession:
        return _Session(self)


class _Session:
    def __init__(self, eye: Eye) -> None:
        self._eye = eye

    def look(self, frame: SampledFrame) -> None:
        if self._eye.fault is not None:
            raise self._eye.fault
        self._eye.seen.append(frame.image.shape)

    def answer(self) -> Sequence[tuple[Surface, Answer]]:
        eye = self._eye
        return [(Surface.FRAME, Answer(eye.name, eye.version, eye.covered, eye.hits, eye.minor))]
