"""Whether a clip shows a scene of the small world and nothing beside it, pixel by pixel.

This is what makes the model bounded. What a network draws nobody can prove; so every frame it
drew is held against what the renderer could have drawn: one place, whose sky lies above its ground
along one horizon; at most one thing, in one of the four outlines; and no pixel elsewhere in any
colour that the place is not made of. A clip that is not so is never written.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.engines.diffusers.shapes.fitting import alike
from generation.engines.diffusers.shapes.judge import place_of
from generation.engines.diffusers.shapes.scenery import paints, sides
from generation.engines.diffusers.shapes.sight import Seen, away, see
from generation.engines.diffusers.shapes.words import SHAPES

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

FOREIGN_AWAY = 0.11  # root mean square from every colour of the place, of a full range of 1
FOREIGN_MOST = 0.012  # of a frame's pixels
MISPLACED_MOST = 0.015  # of its pixels: ground above the horizon, sky below
ROUGH_MOST = 0.11  # of the height: how far a horizon strays from its own middle
ASTRAY_MOST = 2  # pixels of a column that lie better with a horizon farther off than that
SEAM_MOST = 3  # pixels between sky and ground that could be either
ALIKE_LEAST = 0.55  # a thing from the nearest outline, at its worst
RIM = 2  # pixels about a thing, where its colour and the place's mix


def stays_within(clip: NDArray[np.uint8]) -> bool:
    """`clip`: time, height, width, RGB, as the model drew it."""
    frames = (clip / 255).astype(np.float32)
    place = place_of(np.median(frames, axis=0).astype(np.float32))
    if place is None:
        return False
    seen = see(frames, place)
    return _things_are_shapes(seen) and all(
        _is_place(frame, thing, place) for frame, thing in zip(frames, seen.things, strict=True)
    )


def _things_are_shapes(seen: Seen) -> bool:
    return all(max(alike(mask, shape) for shape in SHAPES) > ALIKE_LEAST for mask in seen.masks)


def _is_place(frame: Floats, thing: Mask, place: str) -> bool:
    rim = cv2.dilate(thing.astype(np.uint8), np.ones((2 * RIM + 1, 2 * RIM + 1), np.uint8)) > 0
    foreign = (away(frame, paints(place)).min(-1) > FOREIGN_AWAY) & ~rim
    return float(foreign.mean()) < FOREIGN_MOST and _has_horizon(frame, rim, place)


def _has_horizon(frame: Floats, hidden: Mask, place: str) -> bool:
    sky, ground = sides(place)
    below = (away(frame, ground).min(-1) < away(frame, sky).min(-1)) & ~hidden
    above = ~below & ~hidden
    # For each column and each height of a horizon: what would lie on the wrong side of it.
    wrong = _before(below) + _after(above)
    misplaced = float(wrong.min(0).sum() / below.size)
    return misplaced < MISPLACED_MOST and _is_level(wrong)


def _is_level(wrong: NDArray[np.int64]) -> bool:
    """About as high everywhere as it is where it can be seen clearly: behind a thing many heights
    are equally good, and where a pixel mixes with a moon or a thing another is hardly better."""
    first, last = wrong.argmin(0), len(wrong) - 1 - wrong[::-1].argmin(0)
    clear = last - first <= SEAM_MOST
    if not clear.any():
        return False
    away_from_it = np.abs(np.arange(len(wrong)) - np.median(first[clear]))
    near = wrong[away_from_it <= ROUGH_MOST * len(wrong)]
    return bool((near.min(0) <= wrong.min(0) + ASTRAY_MOST).all())


def _before(mask: Mask) -> NDArray[np.int64]:
    return np.concatenate([np.zeros((1, mask.shape[1]), int), mask.cumsum(0)])


def _after(mask: Mask) -> NDArray[np.int64]:
    return np.asarray(mask.sum(0) - _before(mask))
