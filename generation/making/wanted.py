from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from generation.engines.base import FPS
from generation.models import Job
from generation.tools import Tool


@dataclass(frozen=True, slots=True)
class Part:
    """A draft, or from `start` to `end` seconds of it, as somebody asked for it."""

    draft: UUID
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked for; None where they left it to the tool."""

    tool: Tool = Tool.TEXT
    prompt: str | None = None
    size: str | None = None
    seconds: int | None = None
    engine: str | None = None
    subjects: Sequence[UUID] = ()
    named: Sequence[UUID] = ()
    parts: Sequence[Part] = ()
    beats: Sequence[dict[str, Any]] = field(default_factory=tuple)
    input_image: UUID | None = None


@dataclass(frozen=True, slots=True)
class Clip:
    """A part of a finished job's film, in whole frames; `start`, `end` as they were asked for."""

    job: Job
    first: int
    last: int
    start: float | None = None
    end: float | None = None

    @property
    def frames(self) -> int:
        return self.last - self.first

    @property
    def seconds(self) -> float:
        return self.frames / FPS
