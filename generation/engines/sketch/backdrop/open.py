"""Sky, water and space: places where nothing is stood upon."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from generation.engines.sketch.art.cutout import cutout
from generation.engines.sketch.backdrop.heavens import hang_clouds, hang_sky, hang_stars, lay
from generation.engines.sketch.backdrop.layers import Particles
from generation.engines.sketch.backdrop.paint import dot, ellipse, glow, gradient
from generation.engines.sketch.backdrop.stage import Stage
from generation.engines.sketch.backdrop.strip import Strip
from generation.engines.sketch.backdrop.terrain import lay_hills, lay_row, lay_waves
from generation.engines.sketch.colour import rgb


def sky(stage: Stage) -> None:
    hang_sky(stage, horizon=1.0, clouds=5)
    lay_hills(
        stage,
        top=0.86,
        relief=0.05,
        stops=(rgb("#9fd0b0"), rgb("#7cbf94")),
        depth=0.3,
        waves=(1, 2, 4),
    )
    hang_clouds(stage, count=3, band=(0.62, 0.84))
    stage.air = (0.14, 0.72)


def sea(stage: Stage) -> None:
    hang_sky(stage, horizon=0.54)
    lay_waves(stage, top=0.53, stops=(rgb("#1f8fb5"), rgb("#5db5dd")), rows=5, front=2)
    stage.surface, stage.air = 0.735, (0.12, 0.44)


def underwater(stage: Stage) -> None:
    top, bottom = stage.sky(rgb("#58c6dd"), rgb("#12457f"))
    stage.base[...] = gradient(
        stage.width, stage.height, (stage.land(top), stage.land(rgb("#2687ba")), stage.land(bottom))
    )
    glow(
        stage.base, x=stage.width * 0.5, y=0, radius=stage.unit, colour=rgb("#e4fbff"), strength=0.7
    )
    stage.back.append(_sunbeams(stage))
    lay_hills(stage, top=0.74, relief=0.05, stops=(rgb("#2f7fae"), rgb("#1f5f95")), depth=0.3)
    line = lay_hills(
        stage, top=0.80, relief=0.05, stops=(rgb("#e3cf9c"), rgb("#a58a63")), depth=1.0
    )
    for thing, code, count in (
        ("cactus", "#e2748f", 4),
        ("cactus", "#f0a35c", 3),
        ("leaf", "#3fae8a", 5),
    ):
        lay_row(
            stage, thing=thing, colours=(rgb(code),), sizes=(0.10, 0.2), feet=line + 6, count=count,
            depth=1.0,
        )  # fmt: skip
    scale = stage.unit / 720
    bubbles = [_bubble(radius * scale) for radius in (3, 5, 9)]
    stage.front.append(
        Particles(
            bubbles,
            count=34,
            area=(0, 0, stage.width, stage.height),
            velocity=(0, -60 * scale),
            sway=12 * scale,
            rng=stage.rng,
        )
    )
    stage.ground, stage.air = 0.86, (0.14, 0.70)


def _bubble(radius: float) -> Image.Image:
    image = ellipse(radius, radius, rgb("#dff8ff"), alpha=90)
    shine = dot(radius * 0.3, rgb("#ffffff"), alpha=220)
    image.alpha_composite(shine, (max(0, round(radius * 0.45)), max(0, round(radius * 0.4))))
    return image


def _sunbeams(stage: Stage) -> Strip:
    width, height = stage.width, stage.y(0.8)
    mask = Image.new("L", (width, height))
    pen = ImageDraw.Draw(mask)
    for index in range(5):
        x = width * (index + float(stage.rng.uniform(0.2, 0.6))) / 5
        spread = width * float(stage.rng.uniform(0.03, 0.07))
        pen.polygon(
            [(x, 0), (x + spread, 0), (x + spread * 0.6, height), (x - spread * 2, height)], 46
        )
    fade = np.linspace(1, 0, height, dtype=np.float32)[:, None] ** 0.7
    beams = np.zeros((height, width, 4), np.uint8)
    beams[..., :3] = rgb("#eafcff")
    blurred = np.asarray(mask.filter(ImageFilter.GaussianBlur(width / 90)))
    beams[..., 3] = (blurred * fade).astype(np.uint8)
    return Strip(beams, top=0, depth=0.2, scroll=stage.unit * 0.02, wraps=True)


def space(stage: Stage) -> None:
    top, bottom = stage.sky(rgb("#0a0a24"), rgb("#2b1d57"))
    stage.base[...] = gradient(stage.width, stage.height, (top, rgb("#141240"), bottom))
    for code, x, y in (("#7b3fa8", 0.25, 0.7), ("#2f63b5", 0.8, 0.3), ("#c2528f", 0.65, 0.85)):
        glow(
            stage.base, x=stage.width * x, y=stage.height * y, radius=stage.unit * 0.8,
            colour=rgb(code), strength=0.55,
        )  # fmt: skip
    hang_stars(stage, below=1.0, count=130)
    if "planet" not in stage.named:
        planet = cutout("planet", colour=rgb("#e58a5c"), height=round(stage.unit * 0.34))
        lay(stage, planet, stage.width * 0.80, stage.height * 0.22)
    moon = cutout("moon", colour=rgb("#8fa3c9"), height=round(stage.unit * 0.16))
    lay(stage, moon, stage.width * 0.14, stage.height * 0.62)
    scale = stage.unit / 720
    dust = [dot(radius * scale, rgb("#ffffff"), alpha=150) for radius in (0.8, 1.2, 1.8)]
    stage.back.append(
        Particles(
            dust,
            count=50,
            area=(0, 0, stage.width, stage.height),
            velocity=(-26 * scale, 5 * scale),
            sway=0,
            rng=stage.rng,
        )
    )
    stage.air = (0.16, 0.74)
