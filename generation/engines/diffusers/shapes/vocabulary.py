"""Every word that the checkpoint was taught, and whether a prompt keeps to them."""

import re
from functools import cache

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

_WORD = re.compile(r"[a-z]+")


@cache
def vocabulary() -> frozenset[str]:
    phrases = [*COLOURS, *OPENINGS, *ARTICLES, *TRIMMINGS, *JOINTS, "an"]
    for table in (SHAPES, PLACES):
        phrases += [phrase for way in table.values() for phrase in way]
    phrases += [phrase for way in MOTIONS.values() for pair in way for phrase in pair]
    return frozenset(word for phrase in phrases for word in _WORD.findall(phrase))
