"""What one film shows: the hashes of those of its frames that differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from moderation.detectors.hashes.bank import MAX_DISTANCE

if TYPE_CHECKING:
    from lib.media.pdq import PdqHash

MOST = 64  # of a film; two minutes of slides, say


@dataclass(slots=True)
class Shown:
    """Frames that lie further apart than a match would reach, in the order in which they came."""

    frames: list[tuple[PdqHash, float]] = field(default_factory=list)

    def add(self, found: PdqHash, *, at_seconds: float) -> None:
        from lib.media.pdq import hamming

        if len(self.frames) >= MOST:
            return
        if all(hamming(found.bits, kept.bits) > MAX_DISTANCE for kept, _ in self.frames):
            self.frames.append((found, at_seconds))
