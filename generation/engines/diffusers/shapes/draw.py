"""Clips of the small world, drawn: what the checkpoint learns from and is measured against."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generation.engines.diffusers.shapes.outlines import inside
from generation.engines.diffusers.shapes.paths import path
from generation.engines.diffusers.shapes.scenery import backdrop
from generation.engines.diffusers.shapes.words import COLOURS
from generation.engines.diffusers.shapes.world import Scene

FRAMES = 16
LANDSCAPE = (48, 80)  # height, width
PORTRAIT = (80, 48)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Clip:
    """`frames`: time, height, width, RGB from 0 to 1; `mask`: how much of a pixel is the thing."""

    frames: Floats
    mask: Floats


def draw(
    scene: Scene, size: tuple[int, int], rng: np.random.Generator, times: Floats | None = None
) -> Clip:
    """`times`: moments from 0 to 1; all of the film's frames where none are named."""
    moments = np.linspace(0, 1, FRAMES, dtype=np.float32) if times is None else times
    behind = backdrop(scene.place, size, rng)
    radius = np.float32(min(size) * rng.uniform(0.215, 0.225))
    xs, ys = path(scene.motion, moments, size, float(radius), rng)
    rows, columns = np.mgrid[: size[0], : size[1]].astype(np.float32) + 0.5
    dx = columns[None] - xs[:, None, None]
    dy = rows[None] - ys[:, None, None]
    mask = inside(scene.shape, dx / radius, dy / radius, radius)[..., None]
    light = 1 - 0.14 * (dx + dy)[..., None] / radius  # from the upper left
    paint = np.clip(np.array(COLOURS[scene.colour], dtype=np.float32) / 255 * light, 0, 1)
    return Clip(behind[None] * (1 - mask) + paint * mask, mask)
