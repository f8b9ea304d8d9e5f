"""Sentences for a scene, in as many ways as somebody might put it."""

import random

from generation.engines.diffusers.shapes.words import (
    ARTICLES,
    MOTIONS,
    OPENINGS,
    PLACES,
    SHAPES,
    TRIMMINGS,
)
from generation.engines.diffusers.shapes.world import Scene

LEFT_OUT = 0.05  # how often a sentence is silent about the colour, the place or the motion


def caption(scene: Scene, rng: random.Random, *, whole: bool = False) -> str:
    """One sentence; with `whole` it names all four things that make the scene."""
    said = [whole or rng.random() > LEFT_OUT for _ in range(3)]
    colour = scene.colour if said[0] else ""
    place = rng.choice(PLACES[scene.place]) if said[1] else ""
    verb, participle = rng.choice(MOTIONS[scene.motion]) if said[2] else ("", "")
    thing = [rng.choice(TRIMMINGS), colour, rng.choice(SHAPES[scene.shape])]
    sentence = _order(rng, thing, verb, participle, place)
    return _finish(rng, sentence)


def _order(rng: random.Random, thing: list[str], verb: str, participle: str, place: str) -> str:
    article = rng.choice(ARTICLES)
    opening = rng.choice(OPENINGS)
    moving = rng.choice((verb, verb, participle, f"is {participle}" if participle else ""))
    if participle and " " not in participle and rng.random() < 0.3:
        return _join(opening, article, participle, *thing, place)
    if place and rng.random() < 0.2:
        return _join(f"{place},", article, *thing, moving)
    if opening and participle:
        return _join(opening, article, *thing, participle, place)
    if verb and rng.random() < 0.1:
        return _join(article, *thing, "that", verb, place)
    return _join(article, *thing, moving, place)


def _join(*parts: str) -> str:
    words = " ".join(part for part in parts if part).split()
    for at, word in enumerate(words[:-1]):
        if word == "a" and words[at + 1][0] in "aeiou":
            words[at] = "an"
    return " ".join(words)


def _finish(rng: random.Random, sentence: str) -> str:
    end = rng.choice(("", "", "."))
    capital = rng.random() < 0.3
    return (sentence[0].upper() + sentence[1:] if capital else sentence) + end
