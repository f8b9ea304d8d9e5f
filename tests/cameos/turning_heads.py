"""Computed pictures of a turning head, from one portrait in the public domain.

The head is taken for half an ellipsoid before a flat background: what is nearer to the camera moves
farther when it turns, which is what a face detector's landmarks see as yaw. Nobody else is shown,
and nothing is committed: the portrait comes with scikit-image.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from skimage import data

Picture = NDArray[np.uint8]

SIDE = 288
CUT = (66, 0, 386, 320)  # of the portrait: head and shoulders
UNIT = SIDE / 384  # what follows was measured by eye in a picture of 384 pixels
CENTRE_X, CENTRE_Y = 192 * UNIT, 130 * UNIT
HALF_WIDTH, HALF_HEIGHT, DEPTH = 74 * UNIT, 102 * UNIT, 74 * UNIT
NOSE_HEIGHT, NOSE_WIDE, NOSE_LONG = 22 * UNIT, 15 * UNIT, 24 * UNIT
EYES_Y, NOSE_Y, MOUTH_Y, CHIN_Y = 122 * UNIT, 149 * UNIT, 172 * UNIT, 200 * UNIT
REACH = 60 * UNIT
SOFT = 0.02  # how softly the head's edge meets the background
ROUNDS = 8
STEP_DEGREES = 1


@lru_cache(maxsize=1)
def portrait() -> Picture:
    """Eileen Collins, by NASA (public domain), cut to the head."""
    photograph = Image.fromarray(data.astronaut())  # type: ignore[no-untyped-call]
    return np.asarray(photograph.crop(CUT).resize((SIDE, SIDE), Image.Resampling.LANCZOS))


@lru_cache(maxsize=1)
def other() -> Picture:
    """A computed face, nobody's: eyes closer together, a wider nose and mouth, a longer face, other
    colours. dlib takes it for somebody else."""
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
    warped = _sampled(portrait(), at_x, at_y) * np.array([0.82, 0.71, 0.66], np.float32)
    return np.asarray(warped, np.uint8)


def _at(y: NDArray[np.float32], middle: float, reach: float) -> NDArray[np.float32]:
    near: NDArray[np.float32] = np.exp(-(((y - middle) / (reach * UNIT)) ** 2))
    return near


@lru_cache(maxsize=256)
def turned(face: str, degrees: int) -> Picture:
    """`face`: "one" or "other". Positive: to the picture's right."""
    picture = portrait() if face == "one" else other()
    if degrees == 0:
        return picture
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
    return _sampled(picture, at + CENTRE_X, y)


def _nose(beside: NDArray[np.floating], y: NDArray[np.floating]) -> NDArray[np.floating]:
    across, along = beside / NOSE_WIDE, (y - NOSE_Y) / NOSE_LONG
    bump: NDArray[np.floating] = NOSE_HEIGHT * np.exp(-(across**2 + along**2) / 2)
    return bump


def _sampled(picture: Picture, x: NDArray[np.floating], y: NDArray[np.floating]) -> Picture:
    """Bilinear; beyond the edge the edge goes on."""
    x, y = np.clip(x, 0, SIDE - 1.001), np.clip(y, 0, SIDE - 1.001)
    left, top = x.astype(np.intp), y.astype(np.intp)
    right_share, low_share = (x - left)[..., None], (y - top)[..., None]
    upper = picture[top, left] * (1 - right_share) + picture[top, left + 1] * right_share
    lower = picture[top + 1, left] * (1 - right_share) + picture[top + 1, left + 1] * right_share
    return np.asarray(upper * (1 - low_share) + lower * low_share, np.uint8)
