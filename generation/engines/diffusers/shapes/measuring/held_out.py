"""What is asked for when the checkpoint is measured: sentences that no training ever tells."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from generation.engines.diffusers.shapes.captions import caption
from generation.engines.diffusers.shapes.draw import LANDSCAPE, PORTRAIT
from generation.engines.diffusers.shapes.world import Scene, held_out, taught

WORDING_SEED = 2026
SENTENCES = 200


@dataclass(frozen=True, slots=True)
class Question:
    """`size`: height and width; `seed`: of the noise."""

    scene: Scene
    prompt: str
    size: tuple[int, int]
    seed: int


def questions() -> list[Question]:
    """Of scenes that are taught, each another one, in sentences that are held out."""
    rng = random.Random(WORDING_SEED)  # noqa: S311 - no secret
    return _asked(rng.sample(taught(), SENTENCES), rng)


def unseen() -> list[Question]:
    """Of every scene that is held out."""
    rng = random.Random(WORDING_SEED + 1)  # noqa: S311 - no secret
    return _asked(rng.sample(sorted(held_out()), len(held_out())), rng)


@cache
def sentences() -> frozenset[str]:
    return frozenset(bare(question.prompt) for question in questions())


def bare(sentence: str) -> str:
    """As the model reads it, which knows no capitals; nor is another end another sentence."""
    return sentence.lower().rstrip(".")


def _asked(order: Iterable[Scene], rng: random.Random) -> list[Question]:
    return [
        Question(scene, caption(scene, rng, whole=True), (LANDSCAPE, PORTRAIT)[at % 2], at)
        for at, scene in enumerate(order)
    ]
