"""Bands of land and water, laid one before the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image

from generation.engines.sketch.art.cutout import cutout
from generation.engines.sketch.backdrop.layers import Twinkle
from generation.engines.sketch.backdrop.paint import ellipse, hill, ridge, rim
from generation.engines.sketch.backdrop.stage import LAND_GRADES, Stage
from generation.engines.sketch.backdrop.strip import Strip
from generation.engines.sketch.colour import Rgb, darker, lighter, mix, rgb

# Enough that no two neighbours look alike, few enough to be drawn in a moment.
ROW_KINDS = 5


def lay_hills(
    stage: Stage,
    *,
    top: float,
    relief: float,
    stops: Sequence[Rgb],
    depth: float,
    waves: Sequence[int] = (1, 2, 3, 5),
    light: float = 0.25,
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A band from `top` down to the film's end. Returns its skyline: y in pixels for each x."""
    start = stage.y(top)
    width = stage.width + round(stage.pan_pixels * depth) + 2
    height = stage.height - start
    line = ridge(width, stage.rng, height=stage.height * relief, waves=waves)
    colours = [stage.land(colour) for colour in stops]
    picture = hill(line, height=height, stops=colours)
    rim(picture, line, depth=max(4, height // 12), colour=lighter(colours[0], 0.5), strength=light)
    stage.back.append(Strip(picture, top=start, depth=depth))
    return line + start


def lay_row(
    stage: Stage,
    *,
    thing: str,
    colours: Sequence[Rgb],
    sizes: tuple[float, float],
    feet: np.ndarray[tuple[int], np.dtype[np.float64]] | float,
    count: int,
    depth: float,
    haze: Rgb | None = None,
) -> None:
    """A row of one thing along a skyline, as one band: a treeline, a reef."""
    width = stage.width + round(stage.pan_pixels * depth) + 2
    row = Image.new("RGBA", (width, stage.height))
    kinds = [_member(stage, thing, colours, sizes, haze) for _ in range(min(count, ROW_KINDS))]
    for index in range(count):
        image = kinds[int(stage.rng.integers(len(kinds)))]
        x = round(width * (index + float(stage.rng.uniform(0.0, 1.0))) / count)
        foot = feet if isinstance(feet, float) else float(feet[min(x, width - 1)])
        row.alpha_composite(image, _inside(x - image.width // 2, foot - image.height + 6))
    bounds = row.getbbox()
    if bounds:
        cropped = row.crop((0, bounds[1], width, bounds[3]))
        stage.back.append(Strip(np.asarray(cropped), top=bounds[1], depth=depth))


def _member(
    stage: Stage, thing: str, colours: Sequence[Rgb], sizes: tuple[float, float], haze: Rgb | None
) -> Image.Image:
    size = round(stage.unit * float(stage.rng.uniform(*sizes)))
    colour = colours[int(stage.rng.integers(len(colours)))]
    seen = mix(colour, haze, 0.6) if haze else colour
    image = cutout(thing, colour=seen, height=size, grade=LAND_GRADES[stage.hour])
    return _hazed(image, stage.land(haze)) if haze else image


def _inside(x: float, y: float) -> tuple[int, int]:
    return max(0, round(x)), max(0, round(y))


def _hazed(image: Image.Image, haze: Rgb) -> Image.Image:
    """Air between the eye and the thing: far things lose their own colour."""
    veil = Image.new("RGBA", image.size, (*haze, 0))
    veil.putalpha(image.getchannel("A"))
    return Image.blend(image, veil, 0.45)


def lay_waves(
    stage: Stage, *, top: float, stops: tuple[Rgb, Rgb], rows: int = 4, front: int = 1
) -> None:
    """Water from `top` down: rows of waves that slide against each other, the last before boats."""
    near, far = (stage.land(colour) for colour in stops)
    for index in range(rows):
        share = index / (rows - 1)
        start = stage.y(top + (1 - top) * 0.72 * share**1.35)
        colour = mix(far, near, share)
        swell = stage.unit * (0.004 + 0.016 * share)
        line = ridge(stage.width, stage.rng, height=swell, waves=(3 + 2 * (rows - index), 7))
        picture = hill(line, height=stage.height - start, stops=(colour, darker(colour, 0.22)))
        crest = lighter(colour, 0.55)
        rim(picture, line, depth=max(3, round(swell * 0.6)), colour=crest, strength=0.75)
        speed = stage.unit * (0.015 + 0.05 * share) * (-1 if index % 2 else 1)
        layers = stage.front if index >= rows - front else stage.back
        layers.append(Strip(picture, top=start, depth=0.2 + share, scroll=speed, wraps=True))
        if index == 0:
            lay_glints(stage, top=top, bottom=top + (1 - top) * 0.5)


def lay_glints(stage: Stage, *, top: float, bottom: float, count: int = 26) -> None:
    scale = stage.unit / 720
    image = ellipse(16 * scale, 1.6 * scale, rgb("#ffffff"), soft=0.8, alpha=190)
    xs = stage.rng.integers(0, stage.width, count).tolist()
    ys = stage.rng.integers(stage.y(top + 0.02), stage.y(bottom), count).tolist()
    points = list(zip(xs, ys, strict=True))
    stage.back.append(Twinkle(image, points=points, rng=stage.rng, rate=(0.2, 0.6), floor=0.0))


def scatter(stage: Stage, *, colours: Sequence[Rgb], top: float, count: int, depth: float) -> None:
    """Tufts, pebbles or petals on the ground, larger the nearer they lie."""
    width = stage.width + round(stage.pan_pixels * depth) + 2
    band = Image.new("RGBA", (width, stage.height - stage.y(top)))
    for _ in range(count):
        share = float(stage.rng.uniform(0, 1))
        size = stage.unit * (0.003 + 0.008 * share)
        colour = stage.land(colours[int(stage.rng.integers(len(colours)))])
        mark = ellipse(size * 1.6, size * 0.7, colour, alpha=170)
        x = int(stage.rng.integers(0, width - mark.width))
        y = min(round(band.height * share), band.height - mark.height)
        band.alpha_composite(mark, (x, max(0, y)))
    stage.back.append(Strip(np.asarray(band), top=stage.y(top), depth=depth))
