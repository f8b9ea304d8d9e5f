"""Computed pictures of a turning head.

The head is taken for half an ellipsoid before a flat background: what is nearer to the camera moves
farther when it turns, which is what a face detector's landmarks see as yaw.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from config.demo.filming.faces import ASKEW, ONE, somebody_else
from config.demo.filming.measures import (
    CENTRE_X,
    CENTRE_Y,
    DEPTH,
    HALF_HEIGHT,
    HALF_WIDTH,
    NOSE_HEIGHT,
    NOSE_LONG,
    NOSE_WIDE,
    NOSE_Y,
)
from config.demo.filming.portrait import SIDE, Picture, portrait
from config.demo.filming.sampling import sampled

SOFT = 0.02  # how softly the head's edge meets the background
ROUNDS = 8


@lru_cache(maxsize=256)
def turned(name: str, degrees: int) -> Picture:
    """`name`: of a face. Positive: to the picture's right."""
    at = degrees if name == ONE else degrees + ASKEW
    head = _turned(at) if at else portrait()
    return head if name == ONE else somebody_else(head, at)


def _turned(degrees: int) -> Picture:
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    sine, cosine = np.sin(np.radians(-degrees)), np.cos(np.radians(degrees))
    wanted = x - CENTRE_X
    at: NDArray[np.floating] = wanted.copy()
    for _ in range(ROUNDS):  # the pixel seen here is the one that the turn brings here
        height = 1 - (at / HALF_WIDTH) ** 2 - ((y - CENTRE_Y) / HALF_HEIGHT) ** 2
        height = np.clip(height, 0, None)
        near = DEPTH * (np.sqrt(height + SOFT) - np.sqrt(SOFT)) + _nose(at, y)
        back = wanted + near * sine - at * (cosine - 1) * np.clip(3 * height, 0, 1)
        at = 0.5 * at + 0.5 * back
    return sampled(portrait(), at + CENTRE_X, y)


def _nose(beside: NDArray[np.floating], y: NDArray[np.floating]) -> NDArray[np.floating]:
    across, along = beside / NOSE_WIDE, (y - NOSE_Y) / NOSE_LONG
    bump: NDArray[np.floating] = NOSE_HEIGHT * np.exp(-(across**2 + along**2) / 2)
    return bump
