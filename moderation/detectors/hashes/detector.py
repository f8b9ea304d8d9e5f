from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Surface
from moderation.detectors.base import FrameSession, Source
from moderation.detectors.hashes.bank import MIN_QUALITY, BankEntry, bank_refusal
from moderation.detectors.hashes.ranges import Ranges

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lib.media.frames import SampledFrame

NAME = "hash_bank"
MAX_DISTANCE = 31  # ThreatExchange's threshold for PDQ: at most 31 of 256 bits apart
PER_SECOND = 2.0
MAX_SIDE = 256


def build(bank: Sequence[BankEntry], *, version: str) -> HashBank:
    """A detector for these entries. Raises ValueError for one that `bank_refusal` refuses."""
    from lib.media.pdq import parsed, stacked

    for entry in bank:
        if refusal := bank_refusal(entry.hash, entry.quality):
            raise ValueError(f"bank entry {entry.id}: {refusal}")
    return HashBank(tuple(bank), stacked(parsed(entry.hash) for entry in bank), version)


@dataclass(frozen=True, eq=False)
class HashBank:
    """Knows pictures again: a `FrameDetector`.

    What is cropped, turned, mirrored or framed is not found by this hash, so coverage is partial.
    """

    bank: tuple[BankEntry, ...]
    hashes: NDArray[np.uint64]
    version: str
    name: str = NAME
    per_second: float = PER_SECOND
    max_side: int = MAX_SIDE

    def begin(self, source: Source) -> FrameSession:
        return _Session(self)


class _Session:
    def __init__(self, detector: HashBank) -> None:
        self._detector = detector
        self._seen: dict[int, Ranges] = {}

    def look(self, frame: SampledFrame) -> None:
        import numpy as np

        from lib.media.pdq import distances, pdq

        if not self._detector.bank:
            return
        found = pdq(frame.image)
        if found.quality < MIN_QUALITY:
            return
        near = distances(found.bits, self._detector.hashes) <= MAX_DISTANCE
        for number in np.flatnonzero(near).tolist():
            ranges = self._seen.setdefault(number, Ranges(gap=1.5 / PER_SECOND))
            ranges.add(frame.at_seconds)

    def answer(self) -> Sequence[tuple[Surface, Answer]]:
        detector = self._detector
        hits = tuple(
            Hit(entry.category, 1.0, term=entry.id, start_s=start, end_s=end)
            for number, ranges in self._seen.items()
            for entry in (detector.bank[number],)
            for start, end in ranges
        )
        # Only material that is known: of anything else in these categories it says nothing.
        coverage = {entry.category: Coverage.PARTIAL for entry in detector.bank}
        return [(Surface.FRAME, Answer(detector.name, detector.version, coverage, hits))]
