import numpy as np

from generation.engines.sketch.colour import Rgb, rgb
from generation.engines.sketch.scene import Actor, Scene
from generation.engines.sketch.words.places import Place

FORMS = ("circle", "ring", "diamond", "square", "triangle", "star", "heart", "ball")
PALETTES: tuple[tuple[Rgb, ...], ...] = tuple(
    tuple(rgb(code) for code in codes)
    for codes in (
        ("#f2766b", "#f7b05b", "#5aa9a3", "#38588f"),
        ("#8b5cd6", "#f58fb4", "#3fd0c9", "#f9ce3f"),
        ("#3f7fe8", "#66c6a3", "#f6a55c", "#e5637e"),
        ("#2f8f83", "#a5d64c", "#f3c64f", "#ef7d57"),
    )
)


def improvised(scene: Scene, rng: np.random.Generator) -> tuple[Actor, ...]:
    """A play of plain forms for a prompt that names nothing we can draw; a place needs none."""
    if scene.place is not Place.ABSTRACT:
        return ()
    palette = PALETTES[int(rng.integers(len(PALETTES)))]
    forms = rng.choice(FORMS, 7, replace=False).tolist()
    return tuple(
        Actor(
            thing=form,
            colour=palette[index % len(palette)],
            motion="bounces" if index < 2 else ("floats", "spins")[index % 2],
            size=float(rng.uniform(0.55, 1.15)),
            speed=0.8,
        )
        for index, form in enumerate(forms)
    )
