"""Whether a prompt asks for something of the small world, and for nothing else. Needs no model."""

import re
from functools import cache

from generation.engines.diffusers.shapes.vocabulary import vocabulary
from generation.engines.diffusers.shapes.words import COLOURS, MOTIONS, PLACES, SHAPES

MOST_WORDS = 20  # what the checkpoint's prompts have room for
NAMED_AT_LEAST = 2  # of colour, thing, place and motion: "a star" alone is for anybody to draw
_PLAIN = re.compile(r"[a-z .,!]+")
_WORD = re.compile(r"[a-z]+")


def understands(prompt: str) -> bool:
    """One thing, at most one colour, one motion and one place, in words that were taught.

    Quoted speech, names, numbers, negations, a second thing: none of these is understood.
    """
    text = " ".join(prompt.lower().split())
    if not _PLAIN.fullmatch(text):
        return False
    words = _WORD.findall(text)
    if len(words) > MOST_WORDS or not set(words) <= vocabulary():
        return False
    things = [word for word in words if word in _things()]
    rest, motions = _without_motion(" ".join(words))
    places = {_place_words()[word] for word in words if word in _place_words()}
    colours = _colours_of_things(words)
    named = bool(colours) + len(things) + bool(motions) + bool(places)
    single = len(things) == 1 and len(motions) <= 1 and len(places) <= 1 and len(colours) <= 1
    return single and not _motion_words() & set(rest) and named >= NAMED_AT_LEAST


def _without_motion(text: str) -> tuple[list[str], set[str]]:
    """The longest phrases first: "moves from left to right" is one motion, not three."""
    found: set[str] = set()
    for phrase, motion in _motions():
        shorter = re.sub(rf"\b{phrase}\b", " ", text)
        if shorter != text:
            found.add(motion)
            text = shorter
    return text.split(), found


def _colours_of_things(words: list[str]) -> set[str]:
    """ "Green" before "grass" is no colour of a thing."""
    follows = [*words[1:], ""]
    pairs = zip(words, follows, strict=True)
    return {word for word, after in pairs if word in COLOURS and after not in _place_only()}


@cache
def _things() -> frozenset[str]:
    return frozenset(word for words in SHAPES.values() for word in words)


@cache
def _motions() -> tuple[tuple[str, str], ...]:
    phrases = [(phrase, way) for way, pairs in MOTIONS.items() for pair in pairs for phrase in pair]
    return tuple(sorted(set(phrases), key=lambda one: -len(one[0])))


@cache
def _motion_words() -> frozenset[str]:
    words = {word for phrase, _ in _motions() for word in phrase.split()}
    return frozenset(words - _place_only() - {"and", "from", "to", "the", "slowly"})


@cache
def _place_only() -> frozenset[str]:
    """What stands in phrases of places and nowhere else, "field" included, which two share."""
    small = {"over", "on", "in", "by", "at", "above", "under", "the", "a"}
    words = {word for way in PLACES.values() for phrase in way for word in phrase.split()}
    return frozenset(words - small - set(COLOURS))


@cache
def _place_words() -> dict[str, str]:
    """Those that tell one place from all others."""
    owners: dict[str, set[str]] = {}
    for place, phrases in PLACES.items():
        for phrase in phrases:
            for word in phrase.split():
                owners.setdefault(word, set()).add(place)
    return {
        w: min(places) for w, places in owners.items() if len(places) == 1 and w in _place_only()
    }
