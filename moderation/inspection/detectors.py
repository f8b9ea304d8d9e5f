import hashlib
from collections.abc import Sequence
from functools import lru_cache

from moderation import csam
from moderation.detectors import bounded, hashes, moderations_api, on_screen_text
from moderation.detectors.base import FrameDetector
from moderation.detectors.hashes import BankEntry, Shown
from moderation.detectors.hashes.detector import HashBank
from moderation.files import FileDigests
from moderation.inspection.configured import configured_detectors

HASHING = "pdq-1"


def default_frame_detectors(
    bank: Sequence[BankEntry], *, shown: Shown | None = None, files: FileDigests | None = None
) -> tuple[FrameDetector, ...]:
    """All that look at films here; made once a process, and anew when the bank has changed.

    `shown` takes down what one film shows, for the dry runs of later bank entries; `files` is what
    its file hashes to.

    Raises ValueError for a bank entry that is refused: a bank half loaded would miss in silence.
    """
    (known, *others), service = _detectors(tuple(bank)), csam.build()
    if service is not None:
        others.append(service if files is None else service.of_file(files))
    noting = known if shown is None else known.noting(shown)
    return (noting, *others, *moderations_api.configured())


@lru_cache(maxsize=1)
def _detectors(bank: tuple[BankEntry, ...]) -> tuple[HashBank, *tuple[FrameDetector, ...]]:
    known = hashes.build(bank, version=f"{HASHING}/{_fingerprint(bank)}")
    others: tuple[FrameDetector, ...] = (
        on_screen_text.build(),
        bounded.build(),
        *configured_detectors(),
    )
    return (known, *others)


def _fingerprint(bank: tuple[BankEntry, ...]) -> str:
    """So that a scan says which bank it was made with, in whatever order its rows came."""
    rows = sorted(f"{entry.id} {entry.hash} {entry.category} {entry.ruling}" for entry in bank)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:12]
