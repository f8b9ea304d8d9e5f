"""The three kinds of detectors. One folder each; heavy imports only inside functions there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from moderation.answers import Answer
from moderation.categories import Surface

if TYPE_CHECKING:
    from lib.media.frames import SampledFrame


@dataclass(frozen=True, slots=True)
class Line:
    """Words that an engine says are heard, from `start_s` to `end_s`; `language` is BCP 47."""

    text: str
    start_s: float
    end_s: float
    language: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a film is from, as far as detectors may rely on it.

    `draws`: what the engine can draw at all where it is content-bounded (it can draw nothing else,
    whatever it is asked), else None. Uploads are never bounded. `script`: what the engine says is
    spoken; `script_is_exact`: it wrote that speech itself.
    """

    draws: frozenset[str] | None
    script: tuple[Line, ...] = ()
    script_is_exact: bool = False


class TextDetector(Protocol):
    """Reads text of up to 8,000 characters; thread-safe."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def assess(self, text: str, *, surface: Surface) -> Answer: ...


class FrameSession(Protocol):
    """One film's worth of looking."""

    def look(self, frame: SampledFrame) -> None: ...

    def answer(self) -> Sequence[tuple[Surface, Answer]]:
        """What was seen. On-screen text comes as answers of another surface than frames."""
        ...


class FrameDetector(Protocol):
    """Looks at frames; how many a second and how large is its own wish."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def per_second(self) -> float: ...

    @property
    def max_side(self) -> int: ...

    def begin(self, source: Source) -> FrameSession: ...


@dataclass(frozen=True, slots=True)
class Heard:
    """What listening to a film gave.

    `texts` are to be read by the text detectors as transcript: (text, start_s, end_s). `complete`:
    every stretch of speech is covered by them; where it is False the transcript is not assessed,
    and `unexplained` says from when to when (seconds) something was said that no text accounts for.
    """

    texts: tuple[tuple[str, float, float], ...]
    complete: bool
    unexplained: tuple[tuple[float, float], ...]
    detector: str
    version: str


class Listener(Protocol):
    """Turns a film's sound into text, or says that it cannot."""

    def listen(self, path: Path, source: Source) -> Heard: ...
