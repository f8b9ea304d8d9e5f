"""Places that people built, and the plain stage for plain forms."""

import numpy as np
from PIL import Image, ImageDraw

from generation.engines.sketch.art.bank import Look
from generation.engines.sketch.art.cutout import cutout
from generation.engines.sketch.art.sprite import Pixels
from generation.engines.sketch.backdrop.heavens import SKIES, hang_sky, lay
from generation.engines.sketch.backdrop.layers import Drift, Particles, Twinkle
from generation.engines.sketch.backdrop.paint import dot, glow, gradient
from generation.engines.sketch.backdrop.stage import Moment, Stage
from generation.engines.sketch.backdrop.strip import Strip
from generation.engines.sketch.backdrop.terrain import lay_hills
from generation.engines.sketch.colour import Rgb, darker, lighter, mix, rgb
from generation.engines.sketch.words.places import Hour

PASTELS = tuple(
    (rgb(wall), rgb(floor), rgb(light))
    for wall, floor, light in (
        ("#f6d5c8", "#e8a899", "#fff1e4"),
        ("#cfe3f5", "#8fb6de", "#f3faff"),
        ("#d9ecd2", "#9cc79a", "#f6fdf0"),
        ("#e3d8f2", "#b29bd8", "#faf4ff"),
        ("#fbe6b8", "#e8bd6a", "#fffaea"),
        ("#cdeeea", "#84c7c3", "#f0fffd"),
    )
)


def city(stage: Stage) -> None:
    hang_sky(stage, horizon=0.68, clouds=3)
    for top, code, depth, count in ((0.26, "#a9bcd6", 0.2, 12), (0.36, "#6f86ad", 0.5, 9)):
        _skyline(stage, top=top, colour=rgb(code), depth=depth, count=count)
    lay_hills(
        stage, top=0.70, relief=0.0, stops=(rgb("#c9ced8"), rgb("#b4bac6")), depth=1.0, light=0.0
    )
    _road(stage)
    _traffic(stage)
    stage.ground, stage.air = 0.80, (0.10, 0.44)


def _skyline(stage: Stage, *, top: float, colour: Rgb, depth: float, count: int) -> None:
    width = stage.width + round(stage.pan_pixels * depth) + 2
    start, foot = stage.y(top), stage.y(0.71)
    picture = Image.new("RGBA", (width, foot - start))
    pen = ImageDraw.Draw(picture)
    panes: list[tuple[int, int]] = []
    pane = max(3, round(stage.unit * 0.011))
    lit = rgb("#ffe08a") if stage.hour is not Hour.DAY else rgb("#e8f3fb")
    for index in range(count):
        left = round(width * index / count)
        right = left + round(width / count * float(stage.rng.uniform(0.72, 0.98)))
        roof = round(picture.height * float(stage.rng.uniform(0.0, 0.62)))
        body = stage.land(mix(colour, rgb("#d8a08a"), float(stage.rng.uniform(0, 0.3))))
        pen.rectangle((left, roof, right, picture.height), (*body, 255))
        pen.rectangle((left, roof, right, roof + pane), (*darker(body, 0.2), 255))
        for x in range(left + 2 * pane, right - 2 * pane, 3 * pane):
            for y in range(roof + 3 * pane, picture.height - pane, 4 * pane):
                shade = lit if stage.rng.uniform() < 0.55 else darker(body, 0.25)
                pen.rectangle((x, y, x + pane, y + round(pane * 1.5)), (*shade, 255))
                panes.append((x + pane // 2, start + y + pane))
    stage.back.append(Strip(np.asarray(picture), top=start, depth=depth))
    chosen = stage.rng.choice(len(panes), min(26, len(panes)), replace=False).tolist()
    light = Image.new("RGBA", (pane + 1, round(pane * 1.5) + 1), (*lighter(lit, 0.3), 255))
    points = [panes[index] for index in chosen]
    stage.back.append(
        Twinkle(light, points=points, rng=stage.rng, rate=(0.05, 0.25), floor=0.0, depth=depth)
    )


def _road(stage: Stage) -> None:
    start = stage.y(0.74)
    asphalt = [stage.land(rgb(code)) for code in ("#626b7d", "#4a5161")]
    picture = Image.fromarray(gradient(stage.width, stage.height - start, asphalt)).convert("RGBA")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, stage.width, stage.y(0.008)), (*stage.land(rgb("#dfe3ea")), 255))
    dash, y = stage.width // 8, picture.height // 2
    for index in range(8):
        box = (index * dash, y, index * dash + dash // 2, y + max(3, stage.y(0.007)))
        pen.rectangle(box, (*stage.land(rgb("#f6e7b4")), 255))
    stage.back.append(Strip(np.asarray(picture), top=start, depth=1.0, wraps=True))


def _traffic(stage: Stage) -> None:
    if stage.named & {"car", "bus", "train"}:
        return
    for index, code in enumerate(("#3fa7d6", "#f2b544", "#ee6c6c")):
        size = stage.unit * 0.10
        stage.back.append(
            Drift(
                bank=stage.bank,
                look=Look("car", stage.land(rgb(code)), round(size)),
                x=stage.width * (0.1 + 0.4 * index),
                y=stage.y(0.742),
                speed=stage.unit * (0.12 + 0.03 * index),
                depth=1.0,
                margin=size,
            )
        )


class _Window:
    """Clouds that pass behind a pane."""

    def __init__(self, stage: Stage, box: tuple[int, int, int, int]) -> None:
        self._box = box
        left, top, right, bottom = box
        size = (right - left) * 0.42
        self._clouds = [
            Drift(
                bank=stage.bank,
                look=Look("cloud", stage.land((255, 255, 255)), round(size)),
                x=(right - left) * share,
                y=(bottom - top) * height,
                speed=size * 0.09,
                depth=0.2,
                margin=size,
            )
            for share, height in ((0.2, 0.3), (0.8, 0.55))
        ]

    def paint(self, frame: Pixels, at: Moment) -> None:
        left, top, right, bottom = self._box
        pane = frame[top:bottom, left:right]
        for cloud in self._clouds:
            cloud.paint(pane, at)


def room(stage: Stage) -> None:
    floor = stage.y(0.72)
    wall = [stage.land(rgb(code)) for code in ("#f0dcc4", "#e3c3a4")]
    boards = [stage.land(rgb(code)) for code in ("#b9835a", "#93633f")]
    stage.base[:floor] = gradient(stage.width, floor, wall)
    stage.base[floor:] = gradient(stage.width, stage.height - floor, boards)
    picture = Image.fromarray(stage.base)
    pen = ImageDraw.Draw(picture)
    _panelling(stage, pen, floor=floor)
    box = _window_frame(stage, pen)
    stage.base[...] = np.asarray(picture)
    left, top, right, bottom = box
    stage.base[top:bottom, left:right] = gradient(right - left, bottom - top, SKIES[stage.hour])
    stage.back.append(_Window(stage, box))
    stage.back.append(_Bars(stage, box))
    glow(
        stage.base, x=(left + right) / 2, y=floor, radius=stage.unit * 0.6, colour=rgb("#fff3d0"),
        strength=0.35,
    )  # fmt: skip
    plant = cutout("flower", colour=rgb("#f58fb4"), height=round(stage.unit * 0.2))
    lay(stage, plant, stage.width * 0.86, floor - plant.height * 0.45)
    scale = stage.unit / 720
    dust = [dot(radius * scale, rgb("#fff6cf"), soft=0.8, alpha=120) for radius in (1.2, 2.0)]
    stage.front.append(
        Particles(
            dust,
            count=26,
            area=(0, 0, stage.width, floor),
            velocity=(6 * scale, -5 * scale),
            sway=18 * scale,
            rng=stage.rng,
        )
    )
    stage.ground, stage.air = 0.83, (0.16, 0.60)


def _panelling(stage: Stage, pen: ImageDraw.ImageDraw, *, floor: int) -> None:
    step = max(8, stage.width // 14)
    stripe = stage.land(rgb("#ead0b2"))
    for x in range(0, stage.width, step * 2):
        pen.rectangle((x, 0, x + step // 3, floor), stripe)
    pen.rectangle((0, floor - stage.y(0.02), stage.width, floor), stage.land(rgb("#fbf3e6")))
    centre = stage.width / 2
    for index in range(-8, 9):
        top_x, low_x = centre + index * stage.width / 10, centre + index * stage.width / 5
        pen.line((top_x, floor, low_x, stage.height), stage.land(rgb("#83553a")), 2)


def _window_frame(stage: Stage, pen: ImageDraw.ImageDraw) -> tuple[int, int, int, int]:
    half = round(stage.unit * 0.23)
    x, y = round(stage.width * 0.34), stage.y(0.33)
    border = round(stage.unit * 0.02)
    box = (x - half, y - half, x + half, y + half)
    outer = (box[0] - border, box[1] - border, box[2] + border, box[3] + border)
    pen.rectangle(outer, stage.land(rgb("#fbf3e6")))
    sill = (outer[0] - border, outer[3], outer[2] + border, outer[3] + border)
    pen.rectangle(sill, stage.land(rgb("#e6d3b8")))
    return max(0, box[0]), max(0, box[1]), box[2], box[3]


class _Bars:
    def __init__(self, stage: Stage, box: tuple[int, int, int, int]) -> None:
        self._box = box
        self._width = max(2, round(stage.unit * 0.012))
        self._colour = np.array(stage.land(rgb("#fbf3e6")), np.uint8)

    def paint(self, frame: Pixels, at: Moment) -> None:
        left, top, right, bottom = self._box
        x, y, half = (left + right) // 2, (top + bottom) // 2, self._width // 2
        frame[top:bottom, x - half : x + half] = self._colour
        frame[y - half : y + half, left:right] = self._colour


def abstract(stage: Stage) -> None:
    """A pastel stage with soft lights: what is shown when the prompt names nothing we know."""
    wall, floor, light = PASTELS[int(stage.rng.integers(len(PASTELS)))]
    if stage.tint:
        wall, floor, light = (
            lighter(stage.tint, 0.6),
            lighter(stage.tint, 0.2),
            lighter(stage.tint, 0.85),
        )
    wall, floor = stage.land(wall), stage.land(floor)
    ground = stage.y(0.70)
    stage.base[:ground] = gradient(stage.width, ground, (wall, mix(wall, light, 0.6)))
    stage.base[ground:] = gradient(stage.width, stage.height - ground, (floor, darker(floor, 0.12)))
    glow(
        stage.base, x=stage.width / 2, y=stage.height * 0.42, radius=stage.unit * 0.9, colour=light,
        strength=0.8,
    )  # fmt: skip
    sizes = (0.03, 0.05, 0.08, 0.11)
    lights = [
        dot(
            stage.unit * size,
            mix(light, floor, 0.35 * (index % 2)),
            soft=stage.unit * 0.006,
            alpha=84,
        )
        for index, size in enumerate(sizes)
    ]
    scale = stage.unit / 720
    stage.back.append(
        Particles(
            lights,
            count=18,
            area=(0, 0, stage.width, stage.height),
            velocity=(11 * scale, -15 * scale),
            sway=30 * scale,
            rng=stage.rng,
        )
    )
    stage.ground, stage.air = 0.80, (0.18, 0.62)
