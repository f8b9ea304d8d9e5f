"""Whose face it is: the portrait's, or one computed from it that dlib takes for somebody else's."""

import numpy as np
from numpy.typing import NDArray

from config.demo.filming.measures import CENTRE_X, CHIN_Y, EYES_Y, MOUTH_Y, NOSE_Y, REACH, UNIT
from config.demo.filming.portrait import SIDE, Picture
from config.demo.filming.sampling import sampled

ONE, OTHER = "one", "other"
PALE = np.array([0.7, 0.8, 0.95], np.float32)
# The middle of a face that is turned by 90 degrees would lie so far beside that of the picture.
ASIDE = 10.0
# How far it is turned when it looks straight ahead, as dlib's landmarks have it.
ASKEW = -5
# By how much each part is wider; of some thirty sets tried, the one whose turns dlib's landmarks
# follow best. Between the two faces it measures 0.66 and more (n = 42).
ALL, EYES, NOSE, MOUTH, CHIN, LONG = 0.0, -0.22, 0.1, 0.45, 0.1, 0.12


def somebody_else(picture: Picture, degrees: float) -> Picture:
    """The portrait, turned so far, as nobody's face: eyes together, a wide mouth, other colours."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    middle = CENTRE_X + ASIDE * np.sin(np.radians(degrees))
    near = np.exp(-(((x - middle) / REACH) ** 4) - ((y - NOSE_Y) / REACH) ** 4)
    wider = 1 + near * (
        ALL
        + EYES * _at(y, EYES_Y, 14)
        + NOSE * _at(y, NOSE_Y, 10)
        + MOUTH * _at(y, MOUTH_Y, 14)
        + CHIN * _at(y, CHIN_Y, 22)
    )
    at_x, at_y = middle + (x - middle) / wider, NOSE_Y + (y - NOSE_Y) / (1 + LONG * near)
    return np.asarray(sampled(picture, at_x, at_y) * PALE, np.uint8)


def _at(y: NDArray[np.float32], middle: float, reach: float) -> NDArray[np.float32]:
    near: NDArray[np.float32] = np.exp(-(((y - middle) / (reach * UNIT)) ** 2))
    return near
