"""Plain forms: what a child draws first."""

from generation.engines.sketch.art.pen import Pen, star_points
from generation.engines.sketch.colour import lighter

HEART = [
    (50, 28), (62, 12), (82, 12), (94, 30), (88, 54), (70, 74), (50, 92),
    (30, 74), (12, 54), (6, 30), (18, 12), (38, 12),
]  # fmt: skip


def ball(pen: Pen) -> None:
    pen.disc(50, 50, 46, pen.main)
    pen.slice(50, 50, 46, 200, 260, pen.light)
    pen.slice(50, 50, 46, 320, 380, pen.light)
    pen.slice(50, 50, 46, 80, 140, pen.light)
    pen.disc(50, 50, 9, lighter(pen.light, 0.5))


def circle(pen: Pen) -> None:
    pen.disc(50, 50, 46, pen.main)
    pen.disc(50, 50, 33, pen.light)
    pen.disc(50, 50, 20, pen.main)


def square(pen: Pen) -> None:
    pen.box(8, 8, 92, 92, pen.main, round=12)
    pen.box(20, 20, 80, 80, pen.light, round=8)
    pen.box(30, 30, 70, 70, pen.main, round=6)


def triangle(pen: Pen) -> None:
    pen.shape([(50, 6), (97, 90), (3, 90)], pen.main)
    pen.shape([(50, 6), (97, 90), (50, 90)], pen.dark)
    pen.shape([(50, 36), (72, 77), (28, 77)], pen.light)


def diamond(pen: Pen) -> None:
    pen.shape([(26, 18), (74, 18), (96, 44), (50, 94), (4, 44)], pen.main)
    pen.shape([(26, 18), (74, 18), (66, 44), (34, 44)], pen.light)
    pen.shape([(74, 18), (96, 44), (66, 44)], pen.main)
    pen.shape([(4, 44), (34, 44), (50, 94)], pen.dark)
    pen.shape([(66, 44), (96, 44), (50, 94)], pen.dark)


def star(pen: Pen) -> None:
    pen.shape(star_points(50, 52, 48, 22), pen.main)
    pen.shape(star_points(50, 52, 30, 14), pen.light)


def heart(pen: Pen) -> None:
    pen.blob(HEART, pen.main)
    pen.oval(28, 32, 9, 6, pen.light)


def ring(pen: Pen) -> None:
    pen.ring(50, 50, 46, 17, pen.main)
    pen.arc(50, 50, 42, 190, 290, 5, pen.light)
    pen.disc(50, 12, 11, pen.dark)
    pen.disc(50, 12, 7, pen.light)
