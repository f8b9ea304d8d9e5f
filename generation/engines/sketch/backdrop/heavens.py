"""What hangs over every place outdoors: the sky, its light, clouds, stars, rain and snow."""

from PIL import Image

from generation.engines.sketch.art.bank import Look
from generation.engines.sketch.art.cutout import cutout
from generation.engines.sketch.art.sprite import paste, sprite_of
from generation.engines.sketch.backdrop.layers import Drift, Particles, Twinkle
from generation.engines.sketch.backdrop.paint import dot, glow, gradient, streak
from generation.engines.sketch.backdrop.stage import Stage
from generation.engines.sketch.colour import Rgb, mix, rgb
from generation.engines.sketch.words.places import Hour, Weather

SKIES: dict[Hour, tuple[Rgb, ...]] = {
    Hour.DAY: (rgb("#4a9fe6"), rgb("#8fcaf3"), rgb("#dff3fb")),
    Hour.SUNSET: (rgb("#4b4a8f"), rgb("#d9708c"), rgb("#ffbf7f")),
    Hour.NIGHT: (rgb("#0b1233"), rgb("#1b2a5e"), rgb("#3a4f8f")),
}
LIGHTS: dict[Hour, tuple[Rgb, float]] = {
    Hour.DAY: (rgb("#fff6d8"), 0.75),
    Hour.SUNSET: (rgb("#ffe3a8"), 0.95),
    Hour.NIGHT: (rgb("#b9c8f2"), 0.38),
}
CLOUD_TINTS: dict[Hour, Rgb] = {
    Hour.DAY: (255, 255, 255),
    Hour.SUNSET: rgb("#ffc9b3"),
    Hour.NIGHT: rgb("#5a6aa6"),
}


def hang_sky(stage: Stage, *, horizon: float, clouds: int = 4, stars: bool = True) -> None:
    """Fills the base down to the horizon (a share of the height) and lights it."""
    top, middle, bottom = SKIES[stage.hour]
    top, bottom = stage.sky(top, bottom)
    if stage.tint:
        middle = mix(top, bottom, 0.5)
    depth = stage.y(horizon)
    stage.base[:depth] = gradient(stage.width, depth, (top, middle, bottom))
    stage.base[depth:] = bottom
    hang_light(stage, horizon=horizon)
    if stars and stage.hour is Hour.NIGHT:
        hang_stars(stage, below=horizon * 0.85, count=70)
    if "cloud" not in stage.named:
        hang_clouds(stage, count=clouds, band=(0.08, horizon * 0.62))
    stage.heaven_at = len(stage.back)


def hang_light(stage: Stage, *, horizon: float) -> None:
    """The sun by day, low at sunset, the moon at night; left out where the prompt has its own."""
    colour, strength = LIGHTS[stage.hour]
    x = stage.width * float(stage.rng.uniform(0.22, 0.78))
    y = stage.height * (horizon * 0.86 if stage.hour is Hour.SUNSET else horizon * 0.30)
    glow(stage.base, x=x, y=y, radius=stage.unit * 0.85, colour=colour, strength=strength)
    if stage.named & {"sun", "moon", "planet"}:
        return
    look = {
        Hour.DAY: ("sun", rgb("#ffd95e"), 0.20),
        Hour.SUNSET: ("circle", rgb("#fff0c2"), 0.24),
        Hour.NIGHT: ("moon", rgb("#e2ceac"), 0.17),
    }[stage.hour]
    if stage.hour is Hour.SUNSET:
        image = dot(stage.unit * look[2] / 2, look[1], soft=1.5)
    else:
        image = cutout(look[0], colour=look[1], height=round(stage.unit * look[2]))
    lay(stage, image, x, y)


def lay(stage: Stage, image: Image.Image, x: float, y: float) -> None:
    """Once and for all, on the still picture."""
    left, top = round(x - image.width / 2), round(y - image.height / 2)
    paste(stage.base, sprite_of(image), left, top)


def hang_stars(stage: Stage, *, below: float, count: int) -> None:
    for radius, share in ((1.0, 0.6), (1.7, 0.3), (2.6, 0.1)):
        amount = round(count * share)
        xs = stage.rng.integers(0, stage.width, amount).tolist()
        ys = stage.rng.integers(0, max(1, stage.y(below)), amount).tolist()
        scale = stage.unit / 720
        image = dot(radius * scale, (255, 252, 235), soft=0.5 * scale)
        points = list(zip(xs, ys, strict=True))
        stage.back.append(Twinkle(image, points=points, rng=stage.rng, floor=0.15))


def hang_clouds(stage: Stage, *, count: int, band: tuple[float, float]) -> None:
    for index in range(count):
        size = stage.unit * float(stage.rng.uniform(0.16, 0.36))
        tint = mix(CLOUD_TINTS[stage.hour], SKIES[stage.hour][1], float(stage.rng.uniform(0, 0.25)))
        stage.back.append(
            Drift(
                bank=stage.bank,
                look=Look("cloud", tint, round(size)),
                x=stage.width * (index + float(stage.rng.uniform(0.1, 0.9))) / count,
                y=stage.height * float(stage.rng.uniform(*band)),
                speed=size * 0.06,
                depth=0.15,
                margin=size,
            )
        )


def let_it(stage: Stage, weather: Weather) -> None:
    """Snow or rain, in front of everything."""
    whole = (0, 0, stage.width, stage.height)
    scale = stage.unit / 720
    if weather is Weather.SNOW:
        flakes = [
            dot(radius * scale, (255, 255, 255), soft=0.6 * scale, alpha=235)
            for radius in (1.8, 2.8, 4.2)
        ]
        stage.front.append(
            Particles(
                flakes,
                count=110,
                area=whole,
                velocity=(14 * scale, 70 * scale),
                sway=16 * scale,
                rng=stage.rng,
            )
        )
    if weather is Weather.RAIN:
        drops = [
            streak(round(length * scale), 0.14, rgb("#dcecf7"), alpha=120) for length in (22, 34)
        ]
        stage.front.append(
            Particles(
                drops,
                count=90,
                area=whole,
                velocity=(110 * scale, 780 * scale),
                sway=0,
                rng=stage.rng,
            )
        )
        stage.base[...] = (stage.base * 0.82).astype("uint8")
