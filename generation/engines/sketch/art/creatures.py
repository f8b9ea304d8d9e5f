from generation.engines.sketch.art.pen import INK, PAPER, Pen
from generation.engines.sketch.colour import darker, lighter, mix, rgb

BEAK = rgb("#f5a03c")
ROSE = rgb("#f3a6a6")


def bird(pen: Pen) -> None:
    lift = 26 * pen.swing
    pen.shape([(26, 52), (2, 42), (4, 58), (8, 66)], pen.dark)
    pen.blob([(54, 50), (34, 44 - lift * 0.9), (24, 40 - lift * 1.3), (40, 56)], pen.dark)
    pen.blob([(18, 54), (46, 38), (74, 38), (88, 52), (70, 66), (42, 68)], pen.main)
    pen.blob([(44, 62), (60, 58), (76, 60), (60, 67)], pen.light)
    pen.disc(78, 44, 13, pen.main)
    pen.shape([(89, 40), (99, 45), (89, 50)], BEAK)
    pen.eye(81, 42, 2.8)
    pen.blob([(60, 50), (44, 40 - lift), (32, 36 - lift * 1.5), (44, 56)], pen.light)


def butterfly(pen: Pen) -> None:
    spread = 0.62 + 0.38 * pen.swing
    for side in (-1, 1):
        upper = [
            (50, 48),
            (50 + side * 26 * spread, 10),
            (50 + side * 47 * spread, 22),
            (50 + side * 30 * spread, 50),
        ]
        lower = [
            (50, 52),
            (50 + side * 32 * spread, 54),
            (50 + side * 36 * spread, 82),
            (50 + side * 12 * spread, 76),
        ]
        pen.blob(lower, pen.dark)
        pen.blob(upper, pen.main)
        pen.oval(50 + side * 29 * spread, 29, 8 * spread, 8, pen.light)
        pen.oval(50 + side * 25 * spread, 66, 5 * spread, 6, pen.light)
        pen.line([(50, 34), (50 + side * 10, 18)], 1.5, INK)
    pen.oval(50, 54, 3.6, 24, INK)


def bee(pen: Pen) -> None:
    for x, tilt in ((42, -4), (56, 4)):
        pen.oval(x + tilt, 28 - 6 * pen.swing, 10, 17, rgb("#dff1f7"))
    pen.shape([(8, 58), (18, 52), (18, 64)], INK)
    pen.oval(50, 58, 36, 24, pen.main)
    for x, half in ((34, 20), (52, 23.5)):
        pen.box(x, 58 - half, x + 9, 58 + half, INK, round=3)
    pen.disc(80, 54, 13, pen.main)
    pen.eye(84, 52, 3.4)
    pen.line([(82, 42), (90, 30)], 2, INK)


def fish(pen: Pen) -> None:
    wag = 8 * pen.swing
    pen.shape([(28, 50), (4, 26 + wag), (11, 50 + wag), (4, 74 + wag)], pen.dark)
    pen.blob([(36, 34), (52, 14), (68, 32)], pen.dark)
    pen.blob([(22, 50), (44, 30), (72, 30), (96, 50), (72, 70), (44, 70)], pen.main)
    pen.blob([(40, 60), (62, 58), (84, 58), (64, 68)], pen.light)
    for x in (48, 60):
        pen.arc(x - 9, 50, 15, -50, 50, 3, pen.light)
    pen.blob([(52, 54), (40, 60 + wag * 0.5), (44, 70 + wag * 0.5), (58, 60)], pen.dark)
    pen.eye(81, 45, 4)


def whale(pen: Pen) -> None:
    wag = 7 * pen.swing
    pen.blob([(18, 56), (2, 34 + wag), (12, 40 + wag), (20, 30 + wag), (26, 54)], pen.main)
    pen.blob([(16, 58), (40, 34), (76, 32), (97, 52), (86, 74), (50, 80), (26, 70)], pen.main)
    pen.blob([(40, 72), (66, 66), (95, 60), (84, 75), (58, 80)], lighter(pen.main, 0.6))
    pen.blob([(56, 66), (46, 84 + wag * 0.6), (58, 88 + wag * 0.6), (68, 68)], pen.dark)
    pen.eye(82, 53, 3)
    for x, y in ((64, 14), (72, 8), (80, 14)):
        pen.line([(72, 28), (72, 20), (x, y)], 2.6, rgb("#cfeaf5"))


def turtle(pen: Pen) -> None:
    wag = 6 * pen.swing
    for x in (34, 66):
        pen.blob([(x - 7, 62), (x + 7, 62), (x + 4 + wag, 82), (x - 9 + wag, 80)], pen.light)
    pen.disc(86, 52, 11, pen.light)
    pen.eye(89, 49, 2.4)
    pen.shape([(14, 64), (2, 70), (16, 70)], pen.light)
    pen.slice(48, 66, 38, 180, 360, pen.main)
    pen.box(10, 62, 86, 70, pen.dark, round=4)
    for x, y, radius in ((48, 44, 9), (30, 54, 6), (66, 54, 6)):
        pen.disc(x, y, radius, pen.dark)


def jellyfish(pen: Pen) -> None:
    sway = 5 * pen.swing
    for index, x in enumerate((30, 43, 57, 70)):
        bend = sway if index % 2 else -sway
        pen.line([(x, 46), (x + bend, 62), (x - bend, 78), (x + bend * 0.6, 94)], 4, pen.light)
    width = 36 + 3 * pen.swing
    pen.slice(50, 48, width, 180, 360, pen.main)
    pen.oval(50, 48, width, 8, pen.dark)
    pen.oval(38, 30, 8, 5, pen.light)


def duck(pen: Pen) -> None:
    pen.blob([(6, 56), (24, 60), (52, 56), (84, 54), (78, 86), (44, 94), (18, 82)], pen.main)
    pen.disc(72, 36, 21, pen.main)
    pen.blob([(88, 34), (99, 40), (97, 46), (86, 46)], BEAK)
    pen.blob([(26, 68), (46, 62), (60, 70), (46, 84)], pen.dark)
    pen.eye(77, 31, 3.6)


def cat(pen: Pen) -> None:
    sway = 10 * pen.swing
    pen.line([(24, 88), (8, 78), (8 + sway * 0.5, 56), (2 + sway, 46)], 8, pen.dark)
    pen.blob([(22, 92), (28, 58), (52, 46), (72, 60), (76, 94), (48, 97)], pen.main)
    for x in (44, 66):
        pen.box(x - 6, 74, x + 6, 97, mix(pen.main, pen.light, 0.35), round=6)
    pen.shape([(45, 30), (45, 6), (62, 20)], pen.main)
    pen.shape([(90, 30), (91, 6), (74, 20)], pen.main)
    pen.shape([(49, 24), (49, 13), (57, 20)], ROSE)
    pen.oval(68, 36, 25, 21, pen.main)
    pen.oval(72, 44, 11, 8, pen.light)
    pen.eye(60, 34, 3.6)
    pen.eye(81, 34, 3.6)
    pen.shape([(69, 39), (76, 39), (72.5, 43)], ROSE)


def dog(pen: Pen) -> None:
    step = 8 * pen.swing
    pen.line([(16, 56), (6, 42), (4 + step * 0.6, 30)], 6, pen.main)
    for x, side in ((24, 1), (36, -1), (58, 1), (68, -1)):
        pen.line([(x, 66), (x + side * step, 94)], 8, pen.dark if side < 0 else pen.main)
    pen.box(12, 48, 74, 76, pen.main, round=13)
    pen.disc(76, 38, 19, pen.main)
    pen.box(78, 38, 99, 54, pen.light, round=7)
    pen.disc(96, 41, 4, INK)
    pen.blob([(62, 22), (72, 26), (68, 48), (58, 52)], darker(pen.main, 0.45))
    pen.eye(81, 33, 3)
    pen.box(66, 54, 80, 59, rgb("#e5484d"), round=2)


def rabbit(pen: Pen) -> None:
    pen.disc(14, 78, 9, lighter(pen.main, 0.4))
    for x, lean in ((58, -7), (72, 3)):
        pen.blob([(x - 5, 38), (x + lean - 5, 6), (x + lean + 5, 5), (x + 6, 38)], pen.main)
        pen.line([(x, 34), (x + lean, 13)], 4, ROSE)
    pen.blob([(12, 88), (22, 62), (48, 54), (70, 66), (76, 94), (40, 97)], pen.main)
    pen.oval(34, 90, 20, 8, pen.dark)
    pen.disc(68, 48, 20, pen.main)
    pen.eye(74, 45, 3.4)
    pen.disc(86, 51, 3, ROSE)
    pen.oval(70, 94, 11, 5, PAPER)
