from generation.engines.sketch.art.pen import PAPER, Pen
from generation.engines.sketch.colour import Rgb, darker, mix, rgb

BARK: Rgb = rgb("#7a5540")
STEM: Rgb = rgb("#4a9a5b")


def tree(pen: Pen) -> None:
    pen.shape([(45, 55), (55, 55), (58, 98), (42, 98)], BARK)
    pen.line([(50, 70), (62, 56)], 3.5, BARK)
    for x, y, radius in ((30, 46, 19), (70, 46, 19), (50, 52, 18)):
        pen.disc(x, y, radius, pen.dark)
    for x, y, radius in ((36, 32, 20), (63, 31, 21), (50, 20, 18), (50, 40, 17)):
        pen.disc(x, y, radius, pen.main)
    for x, y, radius in ((42, 20, 9), (30, 34, 6), (60, 26, 8)):
        pen.disc(x, y, radius, mix(pen.main, pen.light, 0.6))


def pine(pen: Pen) -> None:
    pen.box(45, 80, 55, 98, BARK)
    for top, bottom, half in ((48, 86, 33), (26, 66, 26), (4, 44, 19)):
        pen.shape([(50, top), (50 + half, bottom), (50 - half, bottom)], pen.main)
        pen.shape([(50, top), (50 + half, bottom), (50, bottom - 4)], pen.dark)


def palm(pen: Pen) -> None:
    trunk = [(42, 98), (45, 76), (50, 55), (57, 36)]
    pen.line(trunk, 6, BARK)
    for tip_x, tip_y, lift in ((16, 44, 16), (22, 22, 6), (60, 6, 4), (90, 20, 4), (96, 46, 18)):
        middle = ((57 + tip_x) / 2, (34 + tip_y) / 2 - lift)
        pen.blob(
            [(57, 32), (middle[0], middle[1] - 4), (tip_x, tip_y), (middle[0], middle[1] + 5)],
            pen.main,
        )
        pen.line([(57, 33), middle, (tip_x, tip_y)], 1.2, pen.dark)
    for x, y in ((52, 40), (60, 42)):
        pen.disc(x, y, 4.5, darker(BARK, 0.3))


def cactus(pen: Pen) -> None:
    pen.line([(24, 40), (24, 56), (48, 62)], 12, pen.main)
    pen.line([(77, 30), (77, 46), (52, 52)], 12, pen.main)
    pen.line([(50, 16), (50, 94)], 20, pen.main)
    for x in (46, 54):
        pen.line([(x, 16), (x, 94)], 1.4, pen.dark)
    pen.disc(50, 7, 6, rgb("#f58fb4"))


def flower(pen: Pen) -> None:
    pen.line([(50, 40), (52, 68), (50, 98)], 4, STEM)
    pen.blob([(51, 84), (64, 66), (82, 66), (70, 82)], STEM)
    pen.blob([(50, 92), (36, 76), (20, 78), (32, 90)], darker(STEM, 0.15))
    for x, y in ((50, 12), (71, 24), (71, 46), (50, 58), (29, 46), (29, 24)):
        pen.disc(x, y, 13, pen.main)
    for x, y in ((50, 16), (67, 26), (67, 44), (50, 54), (33, 44), (33, 26)):
        pen.disc(x, y, 7, pen.light)
    pen.disc(50, 35, 12, rgb("#f9ce3f"))
    pen.disc(50, 35, 7, rgb("#f0ab3a"))


def mushroom(pen: Pen) -> None:
    pen.blob([(38, 52), (62, 52), (66, 84), (60, 96), (40, 96), (34, 84)], rgb("#f3e6d0"))
    pen.slice(50, 56, 46, 180, 360, pen.main)
    pen.oval(50, 56, 46, 9, pen.main)
    pen.oval(50, 58, 30, 5, darker(rgb("#f3e6d0"), 0.2))
    for x, y, radius in ((30, 38, 7), (54, 26, 8), (74, 42, 6), (46, 48, 4)):
        pen.disc(x, y, radius, PAPER)


def leaf(pen: Pen) -> None:
    pen.blob([(14, 88), (18, 46), (46, 16), (88, 12), (84, 54), (54, 82)], pen.main)
    pen.line([(8, 94), (40, 60), (76, 24)], 3, pen.dark)
    for start, end in (((34, 66), (34, 44)), ((48, 52), (50, 30)), ((36, 64), (56, 66))):
        pen.line([start, end], 1.8, pen.dark)
