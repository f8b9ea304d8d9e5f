"""PDQ, the perceptual hash of the ThreatExchange project, after its published description.

The two passes of box filters and the decimation are linear and act on rows and columns apart, so
each of the 64 cells of a line is a weighted sum of a few pixels, alike for all lines of a length.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Frames are best taken at this size (`max_side`): many times as fast, equally robust (measured).
SIDE = 256
CELLS = 64
WAVES = 16
HASH_BYTES = WAVES * WAVES // 8
SMALLEST_SIDE = 5  # the description promises nothing for less
LUMINANCE = (0.299, 0.587, 0.114)  # ITU-R BT.601, as the description says
# Gradients count in hundredths of full scale, whole ones only; 90 such steps are one point.
GRADIENT_UNIT = 2.55
STEPS_PER_POINT = 90
MAX_QUALITY = 100


@dataclass(frozen=True, slots=True)
class PdqHash:
    """`bits` are 32 bytes, as written in hexadecimal by all who exchange them; quality 0..100."""

    bits: bytes
    quality: int

    @property
    def hex(self) -> str:
        return self.bits.hex()

    @classmethod
    def from_hex(cls, text: str, *, quality: int) -> Self:
        """Raises ValueError for what is not 64 hexadecimal characters."""
        return cls(parsed(text), quality)


def parsed(text: str) -> bytes:
    """The 32 bytes of a hash that is written in hexadecimal. Raises ValueError."""
    bits = bytes.fromhex(text)
    if len(bits) != HASH_BYTES or len(text) != 2 * HASH_BYTES:
        raise ValueError("a PDQ hash is 64 hexadecimal characters")
    return bits


def pdq(image: NDArray[np.uint8]) -> PdqHash:
    """`image`: uint8, height x width x 3, RGB, any size. Below 5 pixels: all zero, quality 0."""
    import numpy as np

    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
        raise ValueError("a picture is uint8, height x width x 3")
    if min(image.shape[:2]) < SMALLEST_SIDE:
        return PdqHash(bytes(HASH_BYTES), 0)
    cells = small(image)
    waves = _cosines() @ cells @ _cosines().T
    median = np.partition(waves, waves.size // 2 - 1, axis=None)[waves.size // 2 - 1]
    bits = (waves > median).reshape(-1)
    return PdqHash(np.packbits(bits[::-1]).tobytes(), _quality(cells))


def small(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The luminance of a picture, blurred and sampled down to 64 x 64, in 0..255."""
    import numpy as np

    height, width = image.shape[:2]
    luminance = image.reshape(-1, 3).astype(np.float32) @ np.array(LUMINANCE, np.float32)
    plane = luminance.reshape(height, width)
    return _sampled(_sampled(plane).T).T


def _sampled(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """n x m to 64 x m. No product of matrices: OpenBLAS's idle threads would spin, at 80 times
    the work."""
    import numpy as np

    cells = np.zeros((CELLS, plane.shape[1]), np.float32)
    for pixels, weights in _sampling(len(plane)):
        cells += weights[:, None] * plane[pixels]
    return cells


@lru_cache(maxsize=32)
def _sampling(length: int) -> tuple[tuple[NDArray[np.intp], NDArray[np.float32]], ...]:
    """What each cell takes from a line of so many pixels: pairs of (64 pixels, 64 weights)."""
    import numpy as np

    shares = [_shares(int((cell + 0.5) * length / CELLS), length) for cell in range(CELLS)]
    taps = max(len(share) for share in shares)
    pixels, weights = np.zeros((taps, CELLS), np.intp), np.zeros((taps, CELLS), np.float32)
    for cell, share in enumerate(shares):
        pixels[: len(share), cell] = list(share.keys())
        weights[: len(share), cell] = list(share.values())
    return tuple(zip(pixels, weights, strict=True))


def _shares(centre: int, length: int) -> dict[int, float]:
    """The weights of the pixels round one, after two passes of the filter."""
    if length == CELLS:
        return {centre: 1.0}
    shares: dict[int, float] = defaultdict(float)
    outer = _window(centre, length)
    for pixel in outer:
        inner = _window(pixel, length)
        for each in inner:
            shares[each] += 1 / (len(outer) * len(inner))
    return shares


def _window(pixel: int, length: int) -> range:
    """The pixels whose mean one pass of the filter puts here: fewer near the ends."""
    width = math.ceil(length / (2 * CELLS))
    after = pixel + (width + 2) // 2
    return range(max(0, after - width), min(length, after))


@lru_cache(maxsize=1)
def _cosines() -> NDArray[np.float32]:
    """Sixteen rows of the discrete cosine transform of 64 values, without the constant one."""
    import numpy as np

    wave, place = np.arange(1, WAVES + 1)[:, None], np.arange(CELLS)[None, :]
    rows = np.sqrt(2 / CELLS) * np.cos(np.pi / (2 * CELLS) * wave * (2 * place + 1))
    return np.asarray(rows, np.float32)


def _quality(cells: NDArray[np.float32]) -> int:
    import numpy as np

    steps = sum(
        int(np.abs(np.trunc(np.diff(cells, axis=axis) / GRADIENT_UNIT)).sum()) for axis in (0, 1)
    )
    return min(MAX_QUALITY, steps // STEPS_PER_POINT)


def hamming(one: bytes, other: bytes) -> int:
    """How many of the 256 bits differ."""
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


def stacked(hashes: Iterable[bytes]) -> NDArray[np.uint64]:
    """A bank to compare with: n x 4 words."""
    import numpy as np

    return np.frombuffer(b"".join(hashes), np.uint64).reshape(-1, HASH_BYTES // 8)


def distances(query: bytes, bank: NDArray[np.uint64]) -> NDArray[np.int64]:
    """How many bits of each hash of a bank (see `stacked`) differ from the query: n numbers."""
    import numpy as np

    differing = np.bitwise_count(bank ^ np.frombuffer(query, np.uint64))
    return np.asarray(differing.sum(axis=1), np.int64)
