"""The small model of this repository: asked for by its name, or by words that it knows."""

from pathlib import Path
from typing import Any

import numpy as np

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
from generation.engines.diffusers.shapes.judge import judge
from lib.media.frames import sampled_frames

KNOWN = "A red ball bounces over green grass."
CHANGE = "The ball is blue."
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
        "for_words_that_it_knows": _chosen(world, "known", prompt=known),
        "for_others": _chosen(world, "others", prompt=CALM),
        "colours_before_and_after_a_remix": [_colour(film), _colour(_remixed(world, ended))],
        "goes_on_with_what_it_cannot": _chosen(world, "extended", **_of(ended, "extend")),
    }


def _of(made: dict[str, Any], tool: str) -> dict[str, Any]:
    return {"tool": tool, "sources": [{"draft": made["draft"]}], "prompt": CHANGE, "seconds": 4}


def _remixed(world: World, made: dict[str, Any]) -> Path:
    ended = until(world, "maker", begun(world, "maker", "small-remix", **_of(made, "remix")))
    return fetched(world, "maker", ended, f"small-remix-by-{ended['model']}")


def _colour(film: Path) -> str | None:
    """Of the thing in it, by the small world's own judge."""
    frames = [frame.image for frame in sampled_frames(film, per_second=4, max_side=80)]
    return judge((np.stack(frames) / 255).astype(np.float32)).colour


def _chosen(world: World, key: str, **wish: Any) -> str:
    """The model that makes what nobody chose a model for."""
    answer = asked(world, "maker", f"small-{key}", **wish)
    answer.raise_for_status()
    job = answer.json()
    cancel(world, "maker", job["id"])
    return str(job["model"])


STORY = [
    Step(
        "small_model",
        "maker",
        "has the small model of this repository draw its world, changes one thing in it, and "
        "reads who makes what it does not know",
        {
            "by_its_name": [SMALL, "completed", None],
            "film": [SIZE, SECONDS * FPS, float(FPS)],
            "pictures_decoded": SECONDS * FPS,
            "in_a_length_that_it_lacks": [400, "invalid_choice"],
            "for_words_that_it_knows": SMALL,
            "for_others": DRAWN_HERE,
            "colours_before_and_after_a_remix": ["red", "blue"],
            "goes_on_with_what_it_cannot": DRAWN_HERE,
        },
        _small,
    ),
]
