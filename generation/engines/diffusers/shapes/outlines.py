"""Which share of each pixel lies in a shape, by its distance from the edge."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_STAR = 0.46  # of the radius: how far in the notches reach


def inside(shape: str, x: Floats, y: Floats, radius: np.float32) -> Floats:
    """`x`, `y` in radii from the middle; edges are one pixel soft."""
    covered: Floats = np.clip(0.5 - _DISTANCES[shape](x, y) * radius, 0, 1).astype(np.float32)
    return covered


def _ball(x: Floats, y: Floats) -> Floats:
    return np.asarray(np.hypot(x, y) - np.float32(1))


def _cube(x: Floats, y: Floats) -> Floats:
    return np.asarray(np.maximum(np.abs(x), np.abs(y)) - np.float32(1.06))


def _triangle(x: Floats, y: Floats) -> Floats:
    slope = (2.1 * np.abs(x) - y - 1.05) / np.hypot(2.1, 1.0)
    return np.asarray(np.maximum(slope, y - np.float32(0.95)), dtype=np.float32)


def _star(x: Floats, y: Floats) -> Floats:
    """Ten straight edges: folded into one of them by the turn around the middle."""
    turn = np.abs((np.arctan2(x, -y) / (2 * np.pi) * 5 + 0.5) % 1 - 0.5) * (2 * np.pi / 5)
    length = np.hypot(x, y)
    px, py = length * np.sin(turn), -length * np.cos(turn)
    ax, ay = 0.0, -1.2
    bx, by = _STAR * 1.2 * np.sin(np.pi / 5), -_STAR * 1.2 * np.cos(np.pi / 5)
    ex, ey = bx - ax, by - ay
    away: Floats = (((px - ax) * ey - (py - ay) * ex) / np.hypot(ex, ey)).astype(np.float32)
    return away


_DISTANCES = {"ball": _ball, "cube": _cube, "triangle": _triangle, "star": _star}
