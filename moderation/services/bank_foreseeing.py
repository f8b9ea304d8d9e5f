"""The dry run: which things of ours a hash would meet, from what is kept of what they show."""

from collections.abc import Iterable, Sequence

from moderation.detectors.hashes import MAX_DISTANCE
from moderation.detectors.hashes.matching import PIECE
from moderation.models import HashKind, ShownHash


def foreseen(kind: HashKind, hashes: Sequence[str], *, within: int = MAX_DISTANCE) -> set[str]:
    """The typed ids. Takes memory for one piece of the table at a time, and all of it once."""
    rows = ShownHash.objects.filter(kind=kind)
    if kind != HashKind.PDQ:
        return set(rows.filter(hash__in=hashes).values_list("subject", flat=True))
    found: set[str] = set()
    piece: list[tuple[str, str]] = []
    for row in rows.values_list("subject", "hash").iterator(chunk_size=5000):
        piece.append(row)
        if len(piece) == PIECE:
            found |= _near(piece, hashes, within)
            piece = []
    return found | _near(piece, hashes, within)


def _near(piece: Sequence[tuple[str, str]], hashes: Iterable[str], within: int) -> set[str]:
    import numpy as np

    from lib.media.pdq import distances, parsed, stacked

    if not piece:
        return set()
    bank = stacked(parsed(text) for _, text in piece)
    return {
        piece[number][0]
        for text in hashes
        for number in np.flatnonzero(distances(parsed(text), bank) <= within).tolist()
    }
