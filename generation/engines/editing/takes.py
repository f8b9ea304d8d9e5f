"""What an edited film consists of, in frames of 1/24 s."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Take:
    """The frames from `first` up to, and without, `last` of a film."""

    path: Path
    first: int
    last: int

    @property
    def frames(self) -> int:
        return self.last - self.first

    def part(self, first: int, last: int) -> Take:
        """By frames of its own."""
        return Take(self.path, self.first + first, self.first + last)


@dataclass(frozen=True, slots=True)
class Mixed:
    """One take turning into another of the same length."""

    out: Take
    into: Take

    @property
    def frames(self) -> int:
        return self.out.frames


Segment = Take | Mixed


def unhindered() -> None:
    """Of whoever cannot be called off."""


def takes(segment: Segment) -> tuple[Take, ...]:
    return (segment.out, segment.into) if isinstance(segment, Mixed) else (segment,)


def begins(segment: Segment) -> Take:
    """The take that is seen at its begin."""
    return segment.out if isinstance(segment, Mixed) else segment


def ends(segment: Segment) -> Take:
    """The take that is seen at its end."""
    return segment.into if isinstance(segment, Mixed) else segment


def is_seamless(before: Segment, after: Segment) -> bool:
    """Whether one goes on where the other ends, in the same film."""
    end, begin = ends(before), begins(after)
    return (end.path, end.last) == (begin.path, begin.first)


def crossed(first: Take, second: Take, *, over: int) -> list[Segment]:
    """Two takes with a dissolve of `over` frames between them."""
    return [
        first.part(0, first.frames - over),
        Mixed(first.part(first.frames - over, first.frames), second.part(0, over)),
        second.part(over, second.frames),
    ]


def looped(take: Take, *, over: int) -> list[Segment]:
    """Its end dissolves into its begin, so that after its last frame comes its first."""
    end = take.frames - over
    return [Mixed(take.part(end, take.frames), take.part(0, over)), take.part(over, end)]
