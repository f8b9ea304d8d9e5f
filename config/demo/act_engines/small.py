"""The small model of this repository: asked for by its name, or by words that it knows."""

from config.demo.act_engines.asking import (
    CALM,
    SECONDS,
    SIZE,
    asked,
    begun,
    cancel,
    fetched,
    outcome,
    shape,
    until,
)
from config.demo.act_engines.models import DRAWN_HERE, SMALL
from config.demo.cast import code
from config.demo.story import Seen, Step
from config.demo.world import World
from lib.media.frames import sampled_frames

KNOWN = "A red ball bounces over green grass."
FPS = 24


def _small(world: World, broken: bool) -> Seen:
    model, known = (DRAWN_HERE, CALM) if broken else (SMALL, KNOWN)
    ended = until(world, "maker", begun(world, "maker", "small", model=model, prompt=KNOWN))
    film = fetched(world, "maker", ended, "small-model")
    longer = asked(world, "maker", "small-longer", model=model, prompt=KNOWN, seconds=8)
    if longer.is_success:
        cancel(world, "maker", longer.json()["id"])
    return {
        "by_its_name": [ended["model"], *outcome(ended)],
        "film": shape(film),
        "pictures_decoded": sum(1 for _ in sampled_frames(film, per_second=FPS, max_side=64)),
        "in_a_length_that_it_lacks": code(longer),
        "for_words_that_it_knows": _chosen(world, "known", known),
        "for_others": _chosen(world, "others", CALM),
    }


def _chosen(world: World, key: str, prompt: str) -> str:
    """The model that makes what nobody chose a model for."""
    answer = asked(world, "maker", f"small-{key}", prompt=prompt)
    answer.raise_for_status()
    job = answer.json()
    cancel(world, "maker", job["id"])
    return str(job["model"])


STORY = [
    Step(
        "small_model",
        "maker",
        "has the small model of this repository draw its world, and reads who makes what it "
        "does not know",
        {
            "by_its_name": [SMALL, "completed", None],
            "film": [SIZE, SECONDS * FPS, float(FPS)],
            "pictures_decoded": SECONDS * FPS,
            "in_a_length_that_it_lacks": [400, "invalid_choice"],
            "for_words_that_it_knows": SMALL,
            "for_others": DRAWN_HERE,
        },
        _small,
    ),
]
