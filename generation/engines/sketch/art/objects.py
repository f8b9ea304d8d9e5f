import math

from generation.engines.sketch.art.pen import INK, PAPER, Pen
from generation.engines.sketch.colour import darker, lighter, rgb

CARROT = rgb("#f58a3c")
FLAME = rgb("#f9ce3f")


def umbrella(pen: Pen) -> None:
    pen.line([(50, 10), (50, 84), (56, 92), (64, 88), (65, 80)], 3.5, rgb("#8f6244"))
    pen.slice(50, 50, 46, 180, 360, pen.main)
    for x, half in ((19.5, 15.5), (50, 15.5), (80.5, 15.5)):
        pen.oval(x, 50, half, 6, pen.dark)
    pen.shape([(50, 4), (66, 50), (34, 50)], pen.light)


def lantern(pen: Pen) -> None:
    pen.line([(50, 2), (50, 14)], 2, INK)
    pen.blob(
        [(50, 14), (76, 24), (82, 48), (76, 70), (50, 80), (24, 70), (18, 48), (24, 24)], pen.main
    )
    pen.oval(50, 47, 17, 32, pen.light)
    pen.oval(50, 47, 7, 32, lighter(pen.light, 0.4))
    for y in (14, 77):
        pen.box(36, y - 3, 64, y + 4, darker(pen.main, 0.5), round=2)
    for x in (45, 50, 55):
        pen.line([(x, 82), (x, 96)], 1.6, FLAME)


def gift(pen: Pen) -> None:
    ribbon = rgb("#f9ce3f")
    pen.box(12, 44, 88, 96, pen.main, round=4)
    pen.box(6, 32, 94, 48, pen.dark, round=4)
    pen.box(43, 32, 57, 96, ribbon)
    for side in (-1, 1):
        pen.blob(
            [(50, 30), (50 + side * 12, 8), (50 + side * 30, 10), (50 + side * 24, 28)], ribbon
        )
        pen.blob(
            [(50, 29), (50 + side * 12, 15), (50 + side * 22, 16), (50 + side * 18, 26)],
            darker(ribbon, 0.2),
        )
    pen.disc(50, 29, 6, ribbon)


def cake(pen: Pen) -> None:
    pen.box(10, 66, 90, 96, rgb("#f3e6d0"), round=5)
    pen.box(20, 42, 80, 70, pen.light, round=5)
    pen.box(10, 62, 90, 74, pen.main, round=6)
    pen.box(20, 38, 80, 50, pen.main, round=6)
    for x in (22, 42, 62, 82):
        pen.oval(x, 74, 6, 7, pen.main)
    for x in (33, 50, 67):
        pen.box(x - 2, 20, x + 2, 38, rgb("#3fd0c9"), round=1)
        height = 7 + 1.6 * math.sin(2 * math.pi * pen.beat + x)
        pen.oval(x, 20 - height, 3.4, height, FLAME)
        pen.oval(x, 18 - height * 0.5, 1.8, height * 0.5, PAPER)


def apple(pen: Pen) -> None:
    pen.line([(50, 24), (54, 8)], 4, rgb("#7a5540"))
    pen.blob([(55, 16), (70, 4), (84, 8), (72, 20)], rgb("#4caf62"))
    pen.blob(
        [
            (50, 26),
            (72, 18),
            (92, 36),
            (90, 66),
            (68, 94),
            (50, 90),
            (32, 94),
            (10, 66),
            (8, 36),
            (28, 18),
        ],
        pen.main,
    )
    pen.oval(28, 42, 7, 11, pen.light)


def cup(pen: Pen) -> None:
    for index, x in enumerate((38, 54)):
        bend = 4 * math.sin(2 * math.pi * pen.beat + index * 2)
        pen.line([(x, 36), (x + bend, 26), (x - bend, 16), (x + bend, 6)], 3, PAPER)
    pen.ring(80, 64, 16, 7, pen.main)
    pen.box(14, 42, 78, 94, pen.main, round=14)
    pen.box(14, 42, 78, 60, pen.main)
    pen.oval(46, 43, 32, 6, rgb("#7a5540"))
    pen.box(14, 66, 78, 74, rgb("#3f7fe8"))


def snowman(pen: Pen) -> None:
    pen.disc(50, 76, 23, pen.main)
    pen.disc(50, 44, 17, pen.main)
    pen.disc(50, 22, 13, pen.main)
    pen.line([(64, 42), (84, 30)], 2.4, rgb("#7a5540"))
    pen.line([(36, 42), (16, 32)], 2.4, rgb("#7a5540"))
    pen.box(38, 31, 62, 36, rgb("#e5484d"), round=2)
    pen.box(56, 34, 62, 48, rgb("#e5484d"), round=2)
    for y in (48, 66, 78):
        pen.disc(50, y, 2, INK)
    pen.disc(45, 20, 1.8, INK)
    pen.disc(55, 20, 1.8, INK)
    pen.shape([(50, 22), (62, 26), (50, 26)], CARROT)
    pen.box(36, 8, 64, 12, INK, round=1)
    pen.box(41, 0, 59, 11, INK, round=1)


def robot(pen: Pen) -> None:
    pen.line([(50, 16), (50, 6)], 2.4, INK)
    pen.disc(50, 5, 3.6, rgb("#e5484d") if pen.beat < 0.5 else rgb("#f9ce3f"))
    pen.box(28, 14, 72, 42, pen.main, round=8)
    pen.box(34, 20, 66, 36, INK, round=6)
    for x in (42, 58):
        pen.disc(x, 28, 4, rgb("#3fd0c9"))
    wave = 12 * pen.swing
    pen.line([(26, 54), (12, 62), (10, 76)], 7, pen.dark)
    pen.line([(74, 54), (90, 50 - wave * 0.6), (92, 36 - wave)], 7, pen.dark)
    pen.box(24, 45, 76, 82, pen.main, round=8)
    pen.box(34, 54, 66, 70, pen.light, round=4)
    for x, code in ((41, "#e5484d"), (50, "#f9ce3f"), (59, "#4caf62")):
        pen.disc(x, 62, 3.2, rgb(code))
    for x in (38, 62):
        pen.box(x - 7, 82, x + 7, 97, pen.dark, round=4)
