import math

from generation.engines.sketch.art.pen import PAPER, Pen
from generation.engines.sketch.colour import lighter, mix, rgb

RAINBOW = ("#e5484d", "#f58a3c", "#f9ce3f", "#4caf62", "#3f7fe8", "#8b5cd6")


def sun(pen: Pen) -> None:
    for index in range(12):
        angle = math.pi * index / 6
        reach = 48 if index % 2 else 43
        side = 0.16
        points = [
            (50 + radius * math.cos(angle + turn), 50 + radius * math.sin(angle + turn))
            for radius, turn in ((30, -side), (reach, 0), (30, side))
        ]
        pen.shape(points, mix(pen.main, rgb("#f58a3c"), 0.35))
    pen.disc(50, 50, 31, pen.main)
    pen.disc(50, 50, 25, lighter(pen.main, 0.25))


def moon(pen: Pen) -> None:
    pen.disc(50, 50, 44, lighter(pen.main, 0.35))
    for x, y, radius in ((34, 36, 9), (60, 58, 12), (66, 28, 6), (36, 68, 6), (52, 42, 3.5)):
        pen.disc(x, y, radius, pen.main)
        pen.disc(x + radius * 0.15, y + radius * 0.18, radius * 0.78, mix(pen.main, pen.light, 0.3))


def cloud(pen: Pen) -> None:
    shade = mix(pen.main, rgb("#9db4d6"), 0.35)
    pen.box(6, 56, 94, 78, shade, round=11)
    for x, y, radius in ((24, 56, 16), (46, 46, 24), (70, 54, 19)):
        pen.disc(x, y + 2, radius, shade)
    pen.box(6, 54, 94, 72, pen.main, round=9)
    for x, y, radius in ((24, 54, 15), (46, 43, 23), (70, 52, 18)):
        pen.disc(x, y, radius, pen.main)


def rainbow(pen: Pen) -> None:
    for index, code in enumerate(RAINBOW):
        pen.slice(50, 74, 48 - 4 * index, 180, 360, rgb(code))
    pen.hole(50, 74, 24, 24)


def mountain(pen: Pen) -> None:
    pen.shape([(74, 44), (99, 96), (46, 96)], pen.dark)
    pen.shape([(42, 8), (88, 96), (1, 96)], pen.main)
    pen.shape([(42, 8), (88, 96), (52, 96), (48, 60), (54, 44)], pen.dark)
    pen.shape([(42, 8), (56, 35), (49, 31), (44, 40), (37, 32), (28, 37)], PAPER)


def planet(pen: Pen) -> None:
    pen.disc(50, 50, 30, pen.main)
    pen.oval(46, 38, 22, 4.5, pen.light)
    pen.oval(54, 53, 25, 4, pen.dark)
    pen.oval(46, 65, 18, 3.5, pen.light)
    points = [
        (50 + 47 * math.cos(t / 20), 50 + 13 * math.sin(t / 20) - 12 * math.cos(t / 20))
        for t in range(-8, 72)
    ]
    pen.line(points, 4, lighter(pen.light, 0.3))


def snowflake(pen: Pen) -> None:
    for index in range(6):
        angle = math.pi * index / 3
        along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
        pen.line([(50, 50), (50 + 44 * along[0], 50 + 44 * along[1])], 6, pen.main)
        for side in (-1, 1):
            start = (50 + 24 * along[0], 50 + 24 * along[1])
            end = (
                50 + 36 * along[0] + side * 13 * across[0],
                50 + 36 * along[1] + side * 13 * across[1],
            )
            pen.line([start, end], 5, pen.main)
