from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from moderation.answers import Answer, Coverage, Hit, Ruling
from moderation.categories import Category, Surface
from moderation.detectors.base import FrameSession, Source
from moderation.detectors.hashes.bank import MIN_QUALITY, BankEntry, bank_refusal, is_flat
from moderation.detectors.hashes.matching import columns, near
from moderation.detectors.hashes.ranges import Ranges
from moderation.detectors.hashes.shown import Shown

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lib.media.frames import SampledFrame

NAME = "hash_bank"
PER_SECOND = 2.0
MAX_SIDE = 256


def build(bank: Sequence[BankEntry], *, version: str) -> HashBank:
    """A detector for these entries. Raises ValueError for one that `bank_refusal` refuses."""
    import numpy as np

    from lib.media.pdq import parsed

    for entry in bank:
        if refusal := bank_refusal(entry.hash, entry.quality):
            raise ValueError(f"bank entry {entry.id}: {refusal}")
    hashes = columns(parsed(entry.hash) for entry in bank)
    limits = np.array([entry.within for entry in bank], np.int16)
    return HashBank(tuple(bank), hashes, limits, version)


@dataclass(frozen=True, eq=False)
class HashBank:
    """Knows pictures again: a `FrameDetector`.

    What is cropped, turned, mirrored or framed is not found by this hash, so coverage is partial.
    `shown` takes down what each film shows; it belongs to one film (`noting`).
    """

    bank: tuple[BankEntry, ...]
    hashes: NDArray[np.uint64]
    limits: NDArray[np.int16]
    version: str
    name: str = NAME
    per_second: float = PER_SECOND
    max_side: int = MAX_SIDE
    shown: Shown | None = field(default=None, repr=False)

    @property
    def concerns_children(self) -> bool:
        """Where any entry in action does."""
        return any(
            entry.category == Category.CHILD_SAFETY and entry.ruling != Ruling.SHADOW
            for entry in self.bank
        )

    def begin(self, source: Source) -> FrameSession:
        return _Session(self)

    def noting(self, shown: Shown) -> HashBank:
        """The same bank for one film, of which `shown` remembers the frames' hashes."""
        return replace(self, shown=shown)


class _Session:
    def __init__(self, detector: HashBank) -> None:
        self._detector = detector
        self._seen: dict[int, Ranges] = {}

    def look(self, frame: SampledFrame) -> None:
        from lib.media.pdq import pdq

        detector = self._detector
        if not detector.bank and detector.shown is None:
            return
        found = pdq(frame.image)
        if found.quality < MIN_QUALITY:
            return
        if detector.shown is not None and not is_flat(frame.image):
            detector.shown.add(found, at_seconds=frame.at_seconds)
        for number in near(found.bits, detector.hashes, limits=detector.limits):
            ranges = self._seen.setdefault(number, Ranges(gap=1.5 / PER_SECOND))
            ranges.add(frame.at_seconds)

    def answer(self) -> Sequence[tuple[Surface, Answer]]:
        detector = self._detector
        hits = tuple(
            hit_of(detector.bank[number], start_s=start, end_s=end)
            for number, ranges in self._seen.items()
            for start, end in ranges
        )
        # Only material that is known: of anything else in these categories it says nothing.
        coverage = {
            entry.category: Coverage.PARTIAL
            for entry in detector.bank
            if entry.ruling != Ruling.SHADOW
        }
        return [(Surface.FRAME, Answer(detector.name, detector.version, coverage, hits))]


def hit_of(entry: BankEntry, *, start_s: float | None = None, end_s: float | None = None) -> Hit:
    """What is found where an entry is met; a shadow counts and weighs nothing."""
    shadow = entry.ruling == Ruling.SHADOW
    return Hit(
        entry.category,
        0.0 if shadow else 1.0,
        term=entry.id,
        start_s=start_s,
        end_s=end_s,
        ruling=entry.ruling,
        basis=None if shadow else entry.basis,
    )
