"""Whose face it is: the portrait's, or a computed one's that dlib takes for somebody else."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from config.demo.filming.measures import CENTRE_X, CHIN_Y, EYES_Y, MOUTH_Y, NOSE_Y, REACH, UNIT
from config.demo.filming.portrait import SIDE, Picture, portrait
from config.demo.filming.sampling import sampled

ONE, OTHER = "one", "other"


def face(name: str) -> Picture:
    """`ONE` or `OTHER`; between the two dlib measures 0.71 (n = 1), beyond every threshold."""
    return {ONE: portrait, OTHER: _other}[name]()


@lru_cache(maxsize=1)
def _other() -> Picture:
    """Nobody's: eyes closer together, a wider nose and mouth, a longer face, other colours."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    near = np.exp(-(((x - CENTRE_X) / REACH) ** 4) - ((y - NOSE_Y) / REACH) ** 4)
    wider = 1 + near * (
        -0.2 * _at(y, EYES_Y, 14)
        + 0.32 * _at(y, NOSE_Y, 10)
        + 0.38 * _at(y, MOUTH_Y, 14)
        - 0.1 * _at(y, CHIN_Y, 22)
    )
    at_x = CENTRE_X + (x - CENTRE_X) / wider
    at_y = NOSE_Y + (y - NOSE_Y) / (1 + 0.24 * near)
    warped = sampled(portrait(), at_x, at_y) * np.array([0.82, 0.71, 0.66], np.float32)
    return np.asarray(warped, np.uint8)


def _at(y: NDArray[np.float32], middle: float, reach: float) -> NDArray[np.float32]:
    near: NDArray[np.float32] = np.exp(-(((y - middle) / (reach * UNIT)) ** 2))
    return near
