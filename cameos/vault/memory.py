"""Room for templates in memory that no core file holds and no child process inherits."""

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING

from cameos.vault.template import STORED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FLOAT = 4
LEAST = 256  # rows


class TemplateMemory:
    """Rows of `dims` float32 numbers in pages of their own, overwritten when they are given back.

    What is not promised: the pages may be swapped out (encrypt swap, or have none), and numpy's
    intermediate copies lie elsewhere and are freed without being overwritten.
    """

    def __init__(self, dims: int) -> None:
        self.dims = dims
        self.rows = _pages(LEAST, dims)

    def ensure(self, count: int) -> None:
        """Make room for so many rows, keeping what is there."""
        if count > len(self.rows):
            old, self.rows = self.rows, _pages(max(count, 2 * len(self.rows)), self.dims)
            self.rows[: len(old)] = old
            old.fill(0)

    def buffer(self, number: int) -> memoryview:
        """The bytes of one row, to decrypt into."""
        return memoryview(self.rows[number]).cast("B")

    def move(self, source: int, target: int) -> None:
        """Put one row in another's place; the source is overwritten."""
        if source != target:
            self.rows[target] = self.rows[source]
        self.rows[source] = 0

    def drop(self) -> None:
        """Overwrite everything; the pages go with the last view of them."""
        import numpy as np

        self.rows.fill(0)
        self.rows = np.empty((0, self.dims), STORED)


def _pages(count: int, dims: int) -> NDArray[np.float32]:
    import numpy as np

    pages = mmap.mmap(-1, count * dims * FLOAT)
    pages.madvise(mmap.MADV_DONTDUMP)
    pages.madvise(mmap.MADV_DONTFORK)
    return np.frombuffer(pages, STORED).reshape(count, dims)
