from generation.engines.sketch.backdrop.heavens import hang_sky
from generation.engines.sketch.backdrop.layers import Particles
from generation.engines.sketch.backdrop.paint import dot
from generation.engines.sketch.backdrop.stage import Stage
from generation.engines.sketch.backdrop.terrain import lay_hills, lay_row, lay_waves, scatter
from generation.engines.sketch.colour import rgb
from generation.engines.sketch.words.places import Hour

GREENS = (rgb("#5fae5b"), rgb("#4d9c58"), rgb("#7cbb5a"))
PINES = (rgb("#3d8a6b"), rgb("#2f7a64"), rgb("#4f9a6f"))


def field(stage: Stage) -> None:
    hang_sky(stage, horizon=0.66)
    lay_hills(stage, top=0.52, relief=0.08, stops=(rgb("#a9d3a0"), rgb("#8fc48f")), depth=0.25)
    far = lay_hills(stage, top=0.58, relief=0.06, stops=(rgb("#86c277"), rgb("#69ad67")), depth=0.5)
    lay_row(
        stage, thing="tree", colours=GREENS, sizes=(0.09, 0.16), feet=far, count=7, depth=0.5,
        haze=rgb("#a9d3a0"),
    )  # fmt: skip
    lay_hills(stage, top=0.67, relief=0.04, stops=(rgb("#8ccf63"), rgb("#4f9f55")), depth=1.0)
    scatter(
        stage, colours=(rgb("#5fae5b"), rgb("#a5d64c"), rgb("#f9e08a"), rgb("#f7f5ef")),
        top=0.74, count=90, depth=1.0,
    )  # fmt: skip
    stage.ground, stage.air = 0.80, (0.12, 0.58)
    add_fireflies(stage)


def mountains(stage: Stage) -> None:
    hang_sky(stage, horizon=0.62, clouds=5)
    for top, relief, code, depth in ((0.26, 0.26, "#a8bcd8", 0.15), (0.38, 0.20, "#7f97bd", 0.3)):
        lay_hills(
            stage, top=top, relief=relief, stops=(rgb("#eef3f8"), rgb(code), rgb(code)),
            depth=depth, waves=(1, 3, 5, 8, 13), light=0.7,
        )  # fmt: skip
    stage.heaven_at = len(stage.back)
    far = lay_hills(
        stage, top=0.60, relief=0.06, stops=(rgb("#6aa58a"), rgb("#4f8f76")), depth=0.55
    )
    lay_row(stage, thing="pine", colours=PINES, sizes=(0.08, 0.15), feet=far, count=26, depth=0.55)
    lay_hills(stage, top=0.68, relief=0.03, stops=(rgb("#7fc06a"), rgb("#4b935a")), depth=1.0)
    scatter(stage, colours=GREENS, top=0.75, count=70, depth=1.0)
    stage.ground, stage.air = 0.80, (0.12, 0.5)


def forest(stage: Stage) -> None:
    hang_sky(stage, horizon=0.7, clouds=2)
    veil = rgb("#b7dcc4")
    lay_hills(stage, top=0.50, relief=0.03, stops=(rgb("#9ccfae"), rgb("#7fb996")), depth=0.2)
    for feet, sizes, count, depth, haze in (
        (0.58, (0.30, 0.42), 16, 0.25, veil),
        (0.64, (0.40, 0.56), 13, 0.5, rgb("#7fb996")),
    ):
        line = lay_hills(
            stage, top=feet - 0.01, relief=0.02, stops=(rgb("#7cb684"), rgb("#5c9c6e")), depth=depth
        )
        lay_row(
            stage, thing="pine", colours=PINES, sizes=sizes, feet=line + 4, count=count,
            depth=depth, haze=haze,
        )  # fmt: skip
    line = lay_hills(
        stage, top=0.69, relief=0.02, stops=(rgb("#6fae63"), rgb("#3c7d4c")), depth=1.0
    )
    lay_row(
        stage, thing="tree", colours=GREENS, sizes=(0.5, 0.66), feet=line + 12, count=3, depth=0.85
    )
    scatter(
        stage,
        colours=(rgb("#4d9c58"), rgb("#8ccf63"), rgb("#c98f4f")),
        top=0.75,
        count=80,
        depth=1.0,
    )
    stage.ground, stage.air = 0.81, (0.12, 0.52)
    add_motes(stage)
    add_fireflies(stage)


def desert(stage: Stage) -> None:
    hang_sky(stage, horizon=0.66, clouds=1)
    for top, relief, codes, depth in (
        (0.52, 0.08, ("#f3d9a4", "#e6bd80"), 0.2),
        (0.58, 0.08, ("#efc987", "#d99f62"), 0.5),
        (0.67, 0.07, ("#f2c67c", "#c98a52"), 1.0),
    ):
        line = lay_hills(
            stage, top=top, relief=relief, stops=[rgb(code) for code in codes], depth=depth,
            waves=(1, 2, 3), light=0.5,
        )  # fmt: skip
        if depth == 0.5:
            lay_row(
                stage, thing="cactus", colours=GREENS, sizes=(0.07, 0.13), feet=line, count=4,
                depth=depth,
            )  # fmt: skip
    scatter(stage, colours=(rgb("#d9a566"), rgb("#f7dca6")), top=0.78, count=70, depth=1.0)
    stage.ground, stage.air = 0.82, (0.12, 0.55)
    add_motes(stage)


def snow(stage: Stage) -> None:
    hang_sky(stage, horizon=0.64, clouds=3)
    lay_hills(
        stage, top=0.44, relief=0.14, stops=(rgb("#e8f1f8"), rgb("#b9cfe4")), depth=0.2,
        waves=(1, 3, 4, 7),
    )  # fmt: skip
    line = lay_hills(
        stage, top=0.58, relief=0.05, stops=(rgb("#eef5fa"), rgb("#c9dcec")), depth=0.5
    )
    lay_row(
        stage, thing="pine", colours=(rgb("#7fa8a4"), rgb("#93b9b4")), sizes=(0.10, 0.22),
        feet=line, count=14, depth=0.5, haze=rgb("#d5e5ee"),
    )  # fmt: skip
    lay_hills(stage, top=0.68, relief=0.05, stops=(rgb("#fbfdfe"), rgb("#cfe0ef")), depth=1.0)
    stage.ground, stage.air = 0.81, (0.12, 0.55)


def beach(stage: Stage) -> None:
    hang_sky(stage, horizon=0.52)
    lay_waves(stage, top=0.50, stops=(rgb("#35b6c4"), rgb("#2f86cf")), rows=4, front=0)
    line = lay_hills(
        stage, top=0.70, relief=0.035, stops=(rgb("#fbe7bd"), rgb("#e3bd82")), depth=1.0,
        waves=(1, 2), light=0.9,
    )  # fmt: skip
    if "palm" not in stage.named:
        lay_row(
            stage,
            thing="palm",
            colours=GREENS,
            sizes=(0.42, 0.6),
            feet=line + 18,
            count=2,
            depth=1.0,
        )
    scatter(
        stage,
        colours=(rgb("#d9ae73"), rgb("#fff3d6"), rgb("#f3a6a6")),
        top=0.78,
        count=60,
        depth=1.0,
    )
    stage.ground, stage.surface, stage.air = 0.82, 0.615, (0.12, 0.42)


def add_motes(stage: Stage) -> None:
    scale = stage.unit / 720
    motes = [dot(radius * scale, rgb("#fff6cf"), soft=0.8, alpha=130) for radius in (1.4, 2.2, 3.0)]
    stage.front.append(
        Particles(
            motes,
            count=34,
            area=(0, 0, stage.width, stage.height),
            velocity=(12 * scale, -9 * scale),
            sway=22 * scale,
            rng=stage.rng,
        )
    )


def add_fireflies(stage: Stage) -> None:
    if stage.hour is not Hour.NIGHT:
        return
    scale = stage.unit / 720
    flies = [dot(radius * scale, rgb("#e9f58a"), soft=2.2 * scale) for radius in (2.4, 3.4)]
    stage.front.append(
        Particles(
            flies,
            count=22,
            area=(0, stage.y(0.45), stage.width, stage.y(0.9)),
            velocity=(9 * scale, -7 * scale),
            sway=34 * scale,
            rng=stage.rng,
        )
    )
