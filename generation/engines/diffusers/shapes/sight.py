"""Finds the thing in a clip: pixels that look like paint of a thing rather than of the place."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.engines.diffusers.shapes.scenery import paints
from generation.engines.diffusers.shapes.words import COLOURS

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

SMALLEST = 0.015  # of the picture; what is less is no thing
_LIGHTS = np.array([0.8, 1.0, 1.2], dtype=np.float32)  # how the renderer shades a thing
_NAMES = tuple(COLOURS)


@dataclass(frozen=True, slots=True)
class Seen:
    """`things`: of every frame, the largest part in the paint of a thing, however small. `masks`:
    those of the frames that show a thing; `at`: its middle there, across and down, in
    pixels; `votes`: how many of its pixels look like each colour of the world."""

    things: tuple[Mask, ...]
    masks: tuple[Mask, ...]
    at: Floats
    votes: dict[str, int]


def see(frames: Floats, place: str) -> Seen:
    """`frames`: time, height, width, RGB from 0 to 1."""
    behind = away(frames, paints(place)).min(-1)
    shades = (
        np.array(list(COLOURS.values()), dtype=np.float32)[:, None] / 255 * _LIGHTS[None, :, None]
    )
    each = away(frames, np.clip(shades, 0, 1).reshape(-1, 3).astype(np.float32))
    each = each.reshape(*each.shape[:-1], len(_NAMES), len(_LIGHTS)).min(-1)
    nearest, thing = each.argmin(-1), each.min(-1) < behind
    things, middles = [_largest(candidate) for candidate in thing], []
    masks = []
    votes = np.zeros(len(_NAMES), dtype=int)
    for number, mask in enumerate(things):
        if mask.mean() > SMALLEST:
            rows, columns = np.nonzero(mask)
            masks.append(mask)
            middles.append((columns.mean() + 0.5, rows.mean() + 0.5))
            votes += np.bincount(nearest[number][mask], minlength=len(_NAMES))
    at = np.array(middles, dtype=np.float32).reshape(-1, 2)
    return Seen(tuple(things), tuple(masks), at, dict(zip(_NAMES, votes.tolist(), strict=True)))


def away(frames: Floats, colours: Floats) -> Floats:
    """Of every pixel from every colour: root mean square of the channels."""
    squares = np.square(frames).sum(-1, keepdims=True) + np.square(colours).sum(-1)
    distances: Floats = np.sqrt(np.maximum(squares - 2 * frames @ colours.T, 0) / 3)
    return distances


def _largest(mask: Mask) -> Mask:
    count, parts, sizes, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    if count < 3:  # of which one is the rest
        return mask
    return np.asarray(parts == 1 + sizes[1:, cv2.CC_STAT_AREA].argmax())
