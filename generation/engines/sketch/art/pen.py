from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw

from generation.engines.sketch.colour import Rgb, darker, lighter

Point = tuple[float, float]

INK: Rgb = (46, 42, 66)
PAPER: Rgb = (250, 248, 242)
GLASS: Rgb = (190, 226, 240)


class Pen:
    """Draws on a square of 100 x 100 units, y downwards, at whatever size in pixels.

    `main` is the thing's colour; `beat` (0..1) is where a moving part is in its cycle.
    """

    def __init__(self, *, pixels: int, main: Rgb, beat: float) -> None:
        self.main = main
        self.dark = darker(main, 0.28)
        self.light = lighter(main, 0.42)
        self.beat = beat
        self.swing = math.sin(2 * math.pi * beat)
        self._unit = pixels / 100
        self.image = Image.new("RGBA", (pixels, pixels), (*main, 0))
        self._draw = ImageDraw.Draw(self.image)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: Rgb) -> None:
        self._draw.ellipse(self._box(x - rx, y - ry, x + rx, y + ry), (*fill, 255))

    def disc(self, x: float, y: float, radius: float, fill: Rgb) -> None:
        self.oval(x, y, radius, radius, fill)

    def hole(self, x: float, y: float, rx: float, ry: float) -> None:
        self._draw.ellipse(self._box(x - rx, y - ry, x + rx, y + ry), (*self.main, 0))

    def box(
        self, x0: float, y0: float, x1: float, y1: float, fill: Rgb, *, round: float = 0
    ) -> None:
        bounds = self._box(x0, y0, x1, y1)
        self._draw.rounded_rectangle(bounds, round * self._unit, (*fill, 255))

    def shape(self, points: Sequence[Point], fill: Rgb) -> None:
        self._draw.polygon([(x * self._unit, y * self._unit) for x, y in points], (*fill, 255))

    def line(self, points: Sequence[Point], width: float, fill: Rgb) -> None:
        """A stroke with round joints and ends."""
        pixels = [(x * self._unit, y * self._unit) for x, y in points]
        self._draw.line(pixels, (*fill, 255), max(1, round(width * self._unit)), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, fill)

    def slice(  # noqa: PLR0917
        self, x: float, y: float, radius: float, start: float, end: float, fill: Rgb
    ) -> None:
        """A slice of a disc; angles in degrees, clockwise from the right."""
        bounds = self._box(x - radius, y - radius, x + radius, y + radius)
        self._draw.pieslice(bounds, start, end, (*fill, 255))

    def ring(self, x: float, y: float, radius: float, width: float, fill: Rgb) -> None:
        bounds = self._box(x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse(bounds, None, (*fill, 255), max(1, round(width * self._unit)))

    def arc(  # noqa: PLR0917
        self, x: float, y: float, radius: float, start: float, end: float, width: float, fill: Rgb
    ) -> None:
        bounds = self._box(x - radius, y - radius, x + radius, y + radius)
        self._draw.arc(bounds, start, end, (*fill, 255), max(1, round(width * self._unit)))

    def curve(self, points: Sequence[Point], *, steps: int = 14) -> list[Point]:
        """A closed smooth outline through the points (Catmull-Rom), to be given to `shape`."""
        outline: list[Point] = []
        count = len(points)
        for index in range(count):
            a, b, c, d = (points[(index + offset) % count] for offset in (-1, 0, 1, 2))
            outline += [_between(a, b, c, d, step / steps) for step in range(steps)]
        return outline

    def blob(self, points: Sequence[Point], fill: Rgb) -> None:
        self.shape(self.curve(points), fill)

    def eye(self, x: float, y: float, size: float = 3.0) -> None:
        self.disc(x, y, size, INK)
        self.disc(x + size * 0.3, y - size * 0.35, size * 0.36, PAPER)

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        return x0 * self._unit, y0 * self._unit, x1 * self._unit, y1 * self._unit


def _between(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    x, y = (
        0.5
        * (
            2 * q
            + (r - p) * t
            + (2 * p - 5 * q + 4 * r - s) * t**2
            + (3 * q - p - 3 * r + s) * t**3
        )
        for p, q, r, s in zip(a, b, c, d, strict=True)
    )
    return x, y


def star_points(x: float, y: float, outer: float, inner: float, count: int = 5) -> list[Point]:
    """Tips and notches of a star whose first tip points up."""
    return [
        (x + radius * math.sin(angle), y - radius * math.cos(angle))
        for index in range(2 * count)
        for radius in ((outer, inner)[index % 2],)
        for angle in (math.pi * index / count,)
    ]
