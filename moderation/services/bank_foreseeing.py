"""The dry run: which things of ours a hash would meet, from what is kept of what they show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from moderation.detectors.hashes import MAX_DISTANCE
from moderation.detectors.hashes.matching import columns, near
from moderation.models import HashKind, ShownHash

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

AT_ONCE = 100_000  # rows; three MiB of hashes, and their things' ids


def foreseen(kind: HashKind, hashes: Sequence[str], *, within: int = MAX_DISTANCE) -> set[str]:
    """The typed ids of the things that any of these would meet."""
    return Foreseer().things(kind, hashes, within=within)


class Foreseer:
    """Reads what things show once, however many hashes are asked about: for a list of them."""

    def things(
        self, kind: HashKind, hashes: Sequence[str], *, within: int = MAX_DISTANCE
    ) -> set[str]:
        if kind != HashKind.PDQ:
            same = ShownHash.objects.filter(kind=kind, hash__in=hashes)
            return set(same.values_list("subject", flat=True))
        return {
            subjects[number]
            for subjects, bank in self._shown
            for text in hashes
            for number in _near(text, bank, within)
        }

    @cached_property
    def _shown(self) -> list[tuple[list[str], NDArray[np.uint64]]]:
        return list(_pieces())


def _pieces() -> Iterator[tuple[list[str], NDArray[np.uint64]]]:
    from lib.media.pdq import parsed

    rows = ShownHash.objects.filter(kind=HashKind.PDQ).values_list("subject", "hash")
    piece: list[tuple[str, str]] = []
    for row in rows.iterator(chunk_size=5000):
        piece.append(row)
        if len(piece) == AT_ONCE:
            yield [subject for subject, _ in piece], columns(parsed(text) for _, text in piece)
            piece = []
    if piece:
        yield [subject for subject, _ in piece], columns(parsed(text) for _, text in piece)


def _near(text: str, bank: NDArray[np.uint64], within: int) -> list[int]:
    import numpy as np

    from lib.media.pdq import parsed

    return near(parsed(text), bank, limits=np.full(bank.shape[1], within, np.int16))
