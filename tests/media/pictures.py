"""Pictures that are computed, so that hashes of them can be written down."""

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


def _grid(height: int, width: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rows, columns = np.mgrid[0:height, 0:width]
    return rows / height, columns / width


def _painted(*planes: NDArray[np.float64]) -> Picture:
    return np.stack([np.clip(plane, 0, 255) for plane in planes], axis=2).astype(np.uint8)


def gradient(height: int = 256, width: int = 256) -> Picture:
    y, x = _grid(height, width)
    return _painted(255 * x, 255 * y, 255 * (1 - x) * y)


def noise(height: int = 256, width: int = 256) -> Picture:
    """A linear congruential generator: the same on every platform and version."""
    state, values = 12345, []
    for _ in range(32 * 32 * 3):
        state = (1103515245 * state + 12345) % 2**31
        values.append(state >> 16 & 255)
    blocks = np.array(values, np.uint8).reshape(32, 32, 3)
    return np.ascontiguousarray(
        blocks[np.arange(height) * 32 // height][:, np.arange(width) * 32 // width]
    )


def shapes(height: int = 256, width: int = 256, *, shift: float = 0.0) -> Picture:
    """Discs and bars of several colours on a slope."""
    y, x = _grid(height, width)
    red, green, blue = 60 + 80 * y, 90 + 60 * x, 160 - 70 * y
    discs = ((0.3, 0.3, 0.18, 240), (0.65, 0.7, 0.22, 20), (0.75, 0.25, 0.1, 200))
    for top, left, radius, shade in discs:
        inside = (y - top) ** 2 + (x - left - shift) ** 2 < radius**2
        red, green, blue = (
            np.where(inside, value, plane)
            for value, plane in zip(
                (shade, 255 - shade, shade / 2), (red, green, blue), strict=True
            )
        )
    bars = (np.floor(x * 12) % 4 == 0) & (y > 0.85)
    return _painted(np.where(bars, 250, red), np.where(bars, 240, green), np.where(bars, 10, blue))


def waves(height: int = 256, width: int = 256, *, turns: float = 5.0) -> Picture:
    y, x = _grid(height, width)
    wave = np.sin(turns * np.pi * (x + 0.7 * y)) * np.cos(3.3 * np.pi * (y - 0.2 * x))
    return _painted(127 + 120 * wave, 127 - 90 * wave, 127 + 60 * np.sin(9 * x))


def flat(height: int = 256, width: int = 256, *, level: int = 0) -> Picture:
    return np.full((height, width, 3), level, np.uint8)


def card(height: int = 256, width: int = 256) -> Picture:
    """A card with a few words: mostly one colour, with sharp small marks."""
    picture = flat(height, width, level=245)
    for row in range(4):
        top = int(height * (0.34 + 0.09 * row))
        for mark in range(18 - 2 * row):
            left = int(width * (0.2 + 0.032 * mark))
            picture[top : top + height // 30, left : left + width // 60 + mark % 3] = 20
    return picture
