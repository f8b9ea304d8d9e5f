"""Where the thing is at each moment; every path played backwards is one of these again."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def path(
    motion: str, times: Floats, size: tuple[int, int], radius: float, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Across and down, in pixels; the thing stays within the picture. `times`: from 0 to 1."""
    height, width = size
    room = radius * 1.2 + 1.5  # a star reaches so far, and its points are soft
    begin, end = rng.uniform(0.0, 0.06), 1 - rng.uniform(0.0, 0.06)
    aside = rng.uniform(0.44, 0.56)
    if motion in ("left", "up"):
        begin, end = end, begin
    if motion == "bounce":
        way = 1 - _hops(times, 2, rng.uniform(0.8, 0.9))
    else:
        way = begin + (end - begin) * times
    if motion in ("left", "right"):
        return _within(way, width, room), np.full_like(times, height * (0.25 + 0.6 * aside))
    return np.full_like(times, width * aside), _within(way, height, room)


def _hops(times: Floats, count: int, high: float) -> Floats:
    """From the ground up and down again, `count` times; 1 is the top of the picture."""
    phase = times * count % 1
    return np.float32(high) * 4 * phase * (1 - phase)


def _within(way: Floats, length: int, room: float) -> Floats:
    return (room + (length - 2 * room) * way).astype(np.float32)
