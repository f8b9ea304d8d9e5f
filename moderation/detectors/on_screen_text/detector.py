from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moderation.answers import Answer
from moderation.categories import Surface
from moderation.detectors.base import Source
from moderation.detectors.on_screen_text.changes import has_changed
from moderation.detectors.on_screen_text.reader import MAX_SIDE, Reader, reader, reader_version

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lib.media.frames import SampledFrame

NAME = "on_screen_text"
PER_SECOND = 0.5
MAX_CHARACTERS = 8_000  # of one text, as the text detectors take them

Seen = tuple[str, float, float]


def build() -> OnScreenText:
    return OnScreenText(version=reader_version())


@dataclass(frozen=True)
class OnScreenText:
    """A `FrameDetector` that judges nothing: its session has `texts` for those that do."""

    version: str
    name: str = NAME
    per_second: float = PER_SECOND
    max_side: int = MAX_SIDE
    surface: Surface = Surface.ON_SCREEN_TEXT
    may_stop: bool = True

    def begin(self, source: Source) -> TextSession:
        """Raises what a missing or broken model raises."""
        return TextSession(reader())


class TextSession:
    def __init__(self, engine: Reader) -> None:
        self._engine = engine
        self._read: NDArray[np.uint8] | None = None
        self._now = ""
        self._texts: dict[str, Seen] = {}

    def look(self, frame: SampledFrame) -> None:
        if self._read is None or has_changed(self._read, frame.image):
            self._now = self._engine.read(frame.image)
            self._read = frame.image
        if self._now:
            self._note(self._now, frame.at_seconds)

    def _note(self, text: str, at_seconds: float) -> None:
        """Readings that differ in spaces or capitals alone are one text."""
        key = "".join(text.casefold().split())
        first, start, _ = self._texts.get(key, (text, at_seconds, at_seconds))
        self._texts[key] = (first, start, at_seconds)

    def texts(self) -> list[Seen]:
        """Each distinct text once: (text, first seen, last seen), seconds of the film.

        The words of one picture are one text, so that a phrase over two lines stays a phrase.
        """
        return [
            (text[start : start + MAX_CHARACTERS], first, last)
            for text, first, last in self._texts.values()
            for start in range(0, len(text), MAX_CHARACTERS)
        ]

    def answer(self) -> Sequence[tuple[Surface, Answer]]:
        """Nothing: what the words mean is said by the text detectors over `texts`."""
        return ()
