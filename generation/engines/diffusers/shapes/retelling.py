"""What several lines ask for together, as one sentence: the model was taught single ones."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from generation.engines.diffusers.shapes.reading import understands
from generation.engines.diffusers.shapes.words import (
    ARTICLES,
    COLOURS,
    JOINTS,
    MOTIONS,
    OPENINGS,
    PLACES,
    SHAPES,
    TRIMMINGS,
)

_LINE = re.compile(r"[a-z .,!]+")
_WORD = re.compile(r"[a-z]+")
# Beside the words of the world these change nothing of what a line asks for.
_CHANGING = (
    "it this be becomes become turns turn make makes paint now instead should let put change to"
    " into and"
)
_BARE = {"goes": "go", "flies": "fly"}

Ways = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """Of each part its class and its words; empty where nothing was said of it."""

    colour: str = ""
    thing: tuple[str, str] = ("", "")
    place: tuple[str, str] = ("", "")
    motion: tuple[str, str] = ("", "")


def retold(text: str) -> str | None:
    """`text` itself where it is one sentence of the small world. Else one that says what all of its
    lines ask for, a later one changing what it names of the earlier: the colour, the thing, the
    place, the motion. None where a line names none of these, or anything else."""
    if understands(text):
        return text
    first, *changes = text.split("\n")
    told = _read(_Told(), first) if understands(first) else None
    for change in changes:
        told = _read(told, change) if told else None
    return _sentence(told) if told else None


def knows(text: str) -> bool:
    return retold(text) is not None


def _read(before: _Told, line: str) -> _Told | None:
    text = line.lower()
    if not _LINE.fullmatch(text):
        return None
    text = " ".join(_WORD.findall(text))
    places, text = _taken(text, _places())
    motions, text = _taken(text, _motions())
    things, text = _taken(text, _things())
    colours, text = _taken(text, _colours())
    if not set(_WORD.findall(text)) <= _fillers():
        return None
    named = (
        _changed(colours, before.colour), _changed(things, before.thing[0]),
        _changed(places, before.place[0]), _changed(motions, before.motion[0]),
    )  # fmt: skip
    new = [one for one in named if one is not None]
    if len(new) < len(named) or not any(way for way, _ in new):
        return None
    colour, thing, place, motion = new
    return replace(
        before,
        colour=colour[0] or before.colour,
        thing=thing if thing[0] else before.thing,
        place=place if place[0] else before.place,
        motion=motion if motion[0] else before.motion,
    )


def _taken(text: str, ways: Ways) -> tuple[dict[str, str], str]:
    """Class and words of each phrase that stands in it, the longest first, and what is left."""
    found: dict[str, str] = {}
    for phrase, way, told in ways:
        rest = re.sub(rf"\b{phrase}\b", " | ", text)
        if rest != text:
            found.setdefault(way, told)
            text = rest
    return found, text


def _changed(found: dict[str, str], now: str) -> tuple[str, str] | None:
    """The one that is new where the old one is named beside it ("make the red ball blue"); None
    where two are."""
    if len(found) > 1:
        found = {way: words for way, words in found.items() if way != now}
    return next(iter(found.items()), ("", "")) if len(found) < 2 else None


def _sentence(told: _Told) -> str:
    parts = (told.colour, told.thing[1], told.motion[1], told.place[1])
    words = " ".join(part for part in parts if part)
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


@cache
def _fillers() -> frozenset[str]:
    return frozenset(
        _WORD.findall(" ".join((_CHANGING, *ARTICLES, *TRIMMINGS, *OPENINGS, *JOINTS)))
    )


@cache
def _places() -> Ways:
    return _longest_first((phrase, way, phrase) for way, all_ in PLACES.items() for phrase in all_)


@cache
def _motions() -> Ways:
    """As they are taught, and after "make it"."""
    return _longest_first(
        (said, way, finite)
        for way, pairs in MOTIONS.items()
        for finite, participle in pairs
        for said in (finite, participle, _bare(finite))
    )


def _bare(finite: str) -> str:
    verb, space, rest = finite.partition(" ")
    return _BARE.get(verb, verb[:-1]) + space + rest


@cache
def _things() -> Ways:
    return _longest_first((word, shape, word) for shape, words in SHAPES.items() for word in words)


@cache
def _colours() -> Ways:
    return _longest_first((colour, colour, colour) for colour in COLOURS)


def _longest_first(ways: Iterable[tuple[str, str, str]]) -> Ways:
    return tuple(sorted(set(ways), key=lambda one: (-len(one[0]), one)))
