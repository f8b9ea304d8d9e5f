from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from moderation.answers import Answer
from moderation.categories import Surface
from moderation.detectors.base import FrameSession, Source
from moderation.detectors.captions.model import Captioner, loaded
from moderation.detectors.weights import described, digest, folder_of, safetensors_of

if TYPE_CHECKING:
    from lib.media.frames import SampledFrame

NAME = "captions"
PER_SECOND = 0.5
MAX_SIDE = 512
# A description takes seconds on a CPU: twelve seconds of film want seven of them, and one a cut.
MOST_DESCRIBED = 16


class NothingSaid(Exception):
    """No words came: that is no description, whatever the frame shows."""


def build(model: str, *, device: str, may_download: bool) -> Captions:
    """Raises Unusable for a model that is missing. Loads no model library."""
    folder = folder_of(model, may_download=may_download)
    described(folder)
    weights = "".join(digest(path) for path in safetensors_of(folder))
    return Captions(folder, device, version=weights[:12])


@dataclass(frozen=True)
class Captions:
    """A `FrameDetector` that judges nothing: its session has `texts` for those that do."""

    folder: Path
    device: str
    version: str
    name: str = NAME
    per_second: float = PER_SECOND
    max_side: int = MAX_SIDE
    surface: Surface = Surface.SCENE_DESCRIPTION
    may_stop: bool = True

    def begin(self, source: Source) -> FrameSession:
        """Raises what a missing or broken model raises."""
        return Session(loaded(self.folder, self.device))


class TooMuchToSay(Exception):
    """More frames than are described. What is left out must not read as described (law 1)."""


class Session:
    """Describes each frame that it is shown: one in two seconds, and each after a cut."""

    def __init__(self, captioner: Captioner) -> None:
        self._captioner = captioner
        self._said: list[tuple[str, float, float]] = []

    def look(self, frame: SampledFrame) -> None:
        """Raises NothingSaid, TooMuchToSay."""
        if len(self._said) >= MOST_DESCRIBED:
            raise TooMuchToSay
        text = self._captioner.describe(frame.image).strip()
        if not text:
            raise NothingSaid
        self._said.append((text, frame.at_seconds, frame.at_seconds))

    def texts(self) -> list[tuple[str, float, float]]:
        """Each description with its time. Raises NothingSaid where no frame came."""
        if not self._said:
            raise NothingSaid
        return self._said

    def answer(self) -> Sequence[tuple[Surface, Answer]]:
        """Nothing: what the words mean is said by the text detectors over `texts`."""
        return ()
