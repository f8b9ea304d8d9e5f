import hashlib
from collections.abc import Sequence
from functools import lru_cache

from moderation.detectors import bounded, hashes, on_screen_text
from moderation.detectors.base import FrameDetector
from moderation.detectors.hashes import BankEntry
from moderation.inspection.configured import configured_detectors

HASHING = "pdq-1"


def default_frame_detectors(bank: Sequence[BankEntry]) -> tuple[FrameDetector, ...]:
    """All that look at films here; made once a process, and anew when the bank has changed.

    Raises ValueError for a bank entry that is refused: a bank half loaded would miss in silence.
    """
    return _detectors(tuple(bank))


@lru_cache(maxsize=1)
def _detectors(bank: tuple[BankEntry, ...]) -> tuple[FrameDetector, ...]:
    known = hashes.build(bank, version=f"{HASHING}/{_fingerprint(bank)}")
    return (known, on_screen_text.build(), bounded.build(), *configured_detectors())


def _fingerprint(bank: tuple[BankEntry, ...]) -> str:
    """So that a scan says which bank it was made with, in whatever order its rows came."""
    rows = sorted(f"{entry.id} {entry.hash} {entry.category}" for entry in bank)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:12]
