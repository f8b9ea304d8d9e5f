"""One hash against a bank of any size, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Of one comparison; 8 MiB of hashes at a time stay in the processor's cache (measured: a larger
# piece is no faster, and a bank of millions would take as much memory again as it has).
PIECE = 1 << 18


def near(query: bytes, bank: NDArray[np.uint64], *, limits: NDArray[np.int64]) -> list[int]:
    """The numbers of the entries (see `lib.media.pdq.stacked`) within their limits, ascending."""
    import numpy as np

    from lib.media.pdq import distances

    found: list[int] = []
    for start in range(0, len(bank), PIECE):
        piece = slice(start, start + PIECE)
        close = distances(query, bank[piece]) <= limits[piece]
        found += (np.flatnonzero(close) + start).tolist()
    return found
