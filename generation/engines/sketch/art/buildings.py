import math

from generation.engines.sketch.art.pen import GLASS, INK, PAPER, Pen
from generation.engines.sketch.colour import darker, mix, rgb

ROOF = rgb("#c8553d")
DOOR = rgb("#7a5540")


def house(pen: Pen) -> None:
    pen.box(68, 16, 79, 46, darker(ROOF, 0.2))
    pen.box(14, 46, 86, 97, pen.main)
    pen.box(14, 46, 86, 53, pen.dark)
    pen.shape([(50, 8), (97, 49), (3, 49)], ROOF)
    pen.shape([(50, 8), (97, 49), (84, 49), (50, 19)], darker(ROOF, 0.18))
    pen.box(42, 68, 58, 97, DOOR, round=3)
    pen.disc(54, 84, 1.6, rgb("#f9ce3f"))
    for x in (20, 64):
        pen.box(x, 60, x + 16, 78, PAPER, round=2)
        pen.box(x + 2, 62, x + 14, 76, GLASS)
        pen.box(x + 7, 61, x + 9, 77, PAPER)
    pen.disc(50, 36, 7, PAPER)
    pen.disc(50, 36, 5, GLASS)


def lighthouse(pen: Pen) -> None:
    pen.shape([(36, 30), (64, 30), (72, 97), (28, 97)], pen.main)
    for top, left, right in ((42, 34.4, 65.6), (66, 31.4, 68.6)):
        pen.shape(
            [(left, top), (right, top), (right + 1.5, top + 12), (left - 1.5, top + 12)], ROOF
        )
    pen.box(31, 26, 69, 31, INK, round=1)
    pen.box(39, 12, 61, 27, rgb("#ffe9a3"), round=2)
    pen.box(48.5, 12, 51.5, 27, INK)
    pen.shape([(50, 2), (64, 13), (36, 13)], ROOF)
    pen.box(44, 82, 56, 97, DOOR, round=5)


def castle(pen: Pen) -> None:
    pen.box(16, 46, 84, 97, pen.main)
    for left in (4, 74):
        pen.box(left, 32, left + 22, 97, pen.light)
        for step in range(3):
            pen.box(left + step * 8.5, 26, left + step * 8.5 + 5, 34, pen.light)
        pen.box(left + 8, 50, left + 14, 62, INK, round=3)
    pen.box(36, 26, 64, 60, mix(pen.main, pen.light, 0.5))
    pen.shape([(50, 4), (67, 27), (33, 27)], ROOF)
    pen.box(47, 36, 53, 47, INK, round=3)
    for step in range(4):
        pen.box(28 + step * 12, 41, 34 + step * 12, 48, pen.main)
    pen.slice(50, 80, 11, 180, 360, DOOR)
    pen.box(39, 80, 61, 97, DOOR)


def windmill(pen: Pen) -> None:
    pen.shape([(40, 40), (60, 40), (68, 97), (32, 97)], pen.main)
    pen.slice(50, 40, 11, 180, 360, ROOF)
    pen.box(44, 80, 56, 97, DOOR, round=5)
    pen.disc(50, 62, 4, GLASS)
    for index in range(4):
        angle = math.pi / 2 * (index + pen.beat)
        along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
        tip = (50 + 37 * along[0], 38 + 37 * along[1])
        root = (50 + 9 * along[0], 38 + 9 * along[1])
        sail = [root, tip, (tip[0] + 9 * across[0], tip[1] + 9 * across[1]),
                (root[0] + 9 * across[0], root[1] + 9 * across[1])]  # fmt: skip
        pen.shape(sail, PAPER)
        pen.line([(50, 38), tip], 2, DOOR)
    pen.disc(50, 38, 4, DOOR)


def tent(pen: Pen) -> None:
    pen.shape([(50, 18), (98, 96), (2, 96)], pen.main)
    pen.shape([(50, 18), (98, 96), (70, 96)], pen.dark)
    pen.shape([(50, 34), (66, 96), (34, 96)], INK)
    pen.shape([(50, 34), (38, 96), (24, 96)], pen.light)
    pen.line([(50, 18), (50, 6)], 2, DOOR)
    pen.shape([(50, 4), (66, 10), (50, 15)], rgb("#f9ce3f"))
