"""One picture of a film, with the film's faults."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from config.demo.filming.faces import ONE, OTHER
from config.demo.filming.heads import turned
from config.demo.filming.moves import FPS
from config.demo.filming.portrait import SIDE, Picture

if TYPE_CHECKING:
    from config.demo.filming.films import Film

DISSOLVE_S = 0.75
SWAY = 2  # pixels: nobody holds still
BORDER = 8


def width_of(film: Film) -> int:
    """In pixels."""
    return SIDE * (2 if film.two else 1)


def frame_of(film: Film, number: int, count: int, yaw: float) -> Picture:
    """The frame of that number, of `count`."""
    degrees = 0 if film.photo else round(yaw)
    picture = turned(film.face, degrees)
    share = _other_share(film, number, count)
    if share:
        picture = _mixed(picture, turned(OTHER, degrees), share)
    at = number / FPS
    if film.away and film.away[0] <= at < film.away[1]:
        picture = _nobody()
    picture = np.roll(picture, round(SWAY * np.sin(at * 2.1)), axis=1)
    if film.mirrored:
        picture = picture[:, ::-1]
    if film.two:
        picture = np.concatenate([picture, turned(OTHER, 0)], axis=1)
    return _framed((picture * np.float32(film.light)).astype(np.uint8), film.border)


def _other_share(film: Film, number: int, count: int) -> float:
    """0: the first face; 1: the other one."""
    past = (number - count / 2) / FPS
    if film.swapped == "cut":
        return float(past >= 0)
    return float(np.clip(past / DISSOLVE_S + 0.5, 0, 1)) if film.swapped else 0.0


def _mixed(one: Picture, other: Picture, share: float) -> Picture:
    mixed = one * np.float32(1 - share) + other * np.float32(share)
    return mixed.astype(np.uint8)


@lru_cache(maxsize=1)
def _nobody() -> Picture:
    """The wall behind the head: the portrait's upper left corner, drawn out."""
    corner = turned(ONE, 0)[: SIDE // 6, : SIDE // 4]
    return np.resize(np.repeat(np.repeat(corner, 6, 0), 4, 1), (SIDE, SIDE, 3))


def _framed(picture: Picture, colour: tuple[int, int, int] | None) -> Picture:
    if colour is None:
        return picture
    framed = np.full_like(picture, colour)
    framed[BORDER:-BORDER, BORDER:-BORDER] = picture[BORDER:-BORDER, BORDER:-BORDER]
    return framed
