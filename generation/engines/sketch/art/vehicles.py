import math

from generation.engines.sketch.art.pen import GLASS, INK, PAPER, Pen
from generation.engines.sketch.colour import Rgb, lighter, rgb

LAMP = rgb("#ffe9a3")
WOOD = rgb("#8f6244")
FLAME = rgb("#f58a3c")


def wheel(pen: Pen, x: float, y: float, radius: float) -> None:
    pen.disc(x, y, radius, INK)
    pen.disc(x, y, radius * 0.5, rgb("#c3cad4"))


def window(pen: Pen, x: float, y: float, radius: float, frame: Rgb) -> None:
    pen.disc(x, y, radius, frame)
    pen.disc(x, y, radius * 0.7, GLASS)


def car(pen: Pen) -> None:
    pen.blob([(16, 56), (28, 34), (46, 28), (66, 32), (82, 54), (50, 62)], pen.main)
    pen.shape([(27, 52), (34, 38), (48, 34), (48, 52)], GLASS)
    pen.shape([(52, 34), (64, 38), (74, 52), (52, 52)], GLASS)
    pen.box(3, 50, 97, 72, pen.main, round=9)
    pen.box(3, 62, 97, 72, pen.dark, round=5)
    pen.disc(93, 58, 4, LAMP)
    pen.box(3, 55, 8, 61, rgb("#b8213f"), round=2)
    wheel(pen, 25, 72, 11)
    wheel(pen, 75, 72, 11)


def bus(pen: Pen) -> None:
    pen.box(3, 22, 97, 80, pen.main, round=8)
    pen.box(3, 58, 97, 66, pen.light)
    for left in (9, 29, 49, 69):
        pen.box(left, 30, left + 16, 50, GLASS, round=3)
    pen.box(88, 30, 97, 52, GLASS, round=3)
    pen.disc(94, 70, 3, LAMP)
    wheel(pen, 25, 80, 10)
    wheel(pen, 76, 80, 10)


def train(pen: Pen) -> None:
    pen.box(74, 16, 84, 44, INK, round=2)
    pen.box(70, 12, 88, 20, pen.dark, round=3)
    pen.box(36, 40, 96, 74, pen.main, round=9)
    pen.box(6, 18, 44, 74, pen.dark, round=4)
    pen.box(2, 14, 48, 22, INK, round=3)
    pen.box(13, 28, 36, 46, GLASS, round=3)
    pen.box(36, 54, 96, 60, rgb("#e3ae2f"))
    pen.shape([(92, 74), (100, 86), (86, 86)], INK)
    for x, radius in ((20, 12), (48, 9), (68, 9), (86, 7)):
        wheel(pen, x, 88 - radius + 3, radius)


def boat(pen: Pen) -> None:
    pen.box(47, 8, 50, 70, WOOD)
    pen.shape([(52, 10), (52, 62), (88, 62)], PAPER)
    pen.shape([(52, 36), (52, 62), (88, 62), (70, 36)], lighter(pen.main, 0.55))
    pen.shape([(45, 18), (45, 62), (16, 62)], lighter(pen.main, 0.75))
    pen.shape([(48, 2), (62, 7), (48, 12)], pen.main)
    pen.shape([(6, 68), (96, 68), (82, 94), (20, 94)], pen.main)
    pen.shape([(6, 68), (96, 68), (92.5, 75), (10, 75)], PAPER)
    for x in (34, 50, 66):
        window(pen, x, 84, 3.6, PAPER)


def plane(pen: Pen) -> None:
    accent = rgb("#3f7fe8")
    pen.shape([(10, 50), (4, 24), (16, 24), (28, 48)], accent)
    pen.shape([(44, 46), (34, 28), (43, 28), (60, 46)], pen.dark)
    pen.blob([(5, 48), (40, 40), (80, 41), (98, 52), (80, 62), (36, 62)], pen.main)
    pen.blob([(80, 44), (90, 47), (93, 51), (80, 51)], GLASS)
    for x in (36, 47, 58, 69):
        pen.disc(x, 49, 2.6, accent)
    pen.shape([(48, 56), (28, 80), (39, 80), (66, 57)], accent)


def rocket(pen: Pen) -> None:
    length = 10 + 5 * pen.swing
    pen.blob(
        [(40, 78), (60, 78), (56, 86 + length * 0.5), (50, 86 + length), (44, 86 + length * 0.5)],
        FLAME,
    )
    pen.blob([(45, 78), (55, 78), (50, 84 + length * 0.5)], LAMP)
    for side in (-1, 1):
        pen.shape(
            [(50 + side * 12, 56), (50 + side * 30, 82), (50 + side * 12, 76)], rgb("#e5484d")
        )
    pen.blob([(50, 2), (65, 24), (66, 52), (60, 78), (40, 78), (34, 52), (35, 24)], pen.main)
    pen.blob([(50, 2), (60, 14), (50, 20), (40, 14)], rgb("#e5484d"))
    window(pen, 50, 38, 8, pen.dark)
    pen.box(39, 72, 61, 79, pen.dark, round=2)


def saucer(pen: Pen) -> None:
    pen.slice(50, 48, 24, 180, 360, GLASS)
    pen.oval(50, 56, 48, 16, pen.dark)
    pen.oval(50, 52, 48, 14, pen.main)
    lamps = [rgb(code) for code in ("#f9ce3f", "#f58fb4", "#3fd0c9")]
    for index, x in enumerate((16, 33, 50, 67, 84)):
        pen.disc(x, 56 - abs(index - 2) * 1.5, 4, lamps[(index + int(pen.beat * 3)) % 3])


def balloon(pen: Pen) -> None:
    pen.line([(50, 68), (54, 78), (47, 88), (51, 98)], 1.4, INK)
    pen.blob(
        [(50, 4), (76, 16), (80, 40), (62, 62), (50, 68), (38, 62), (20, 40), (24, 16)], pen.main
    )
    pen.shape([(50, 66), (56, 74), (44, 74)], pen.dark)
    pen.blob([(33, 18), (40, 14), (36, 30), (30, 34)], pen.light)


def airship(pen: Pen) -> None:
    pen.disc(50, 38, 35, pen.main)
    pen.shape([(18, 52), (82, 52), (60, 78), (40, 78)], pen.main)
    pen.oval(50, 38, 20, 35, pen.light)
    pen.shape([(32, 52), (68, 52), (55, 78), (45, 78)], pen.light)
    pen.oval(50, 38, 7, 35, pen.main)
    pen.shape([(44, 56), (56, 56), (52, 78), (48, 78)], pen.main)
    for x in (42, 58):
        pen.line([(x, 78), (x, 86)], 1.2, INK)
    pen.box(39, 85, 61, 98, WOOD, round=3)


def kite(pen: Pen) -> None:
    tail = [(50, 62)] + [
        (50 - step * 3 + 5 * math.sin(step + 2 * math.pi * pen.beat), 62 + step * 4)
        for step in range(1, 9)
    ]
    pen.line(tail, 1.6, INK)
    for x, y in tail[2::3]:
        pen.shape([(x, y), (x - 6, y - 4), (x - 6, y + 4)], pen.light)
        pen.shape([(x, y), (x + 6, y - 4), (x + 6, y + 4)], pen.main)
    pen.shape([(50, 4), (78, 30), (50, 64), (22, 30)], pen.main)
    pen.shape([(50, 4), (78, 30), (50, 30)], pen.light)
    pen.shape([(50, 64), (22, 30), (50, 30)], pen.dark)
