"""How near two texts are, and which of many are near each other. Pure: no model, no database."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from lib.text import letters
from lib.text.readings import LEET, Kind, readings

GRAM = 3
# Measured on own mild wishes (tests/moderation/probing/wishes.py). Of 276 pairs of different wishes
# the nearest has 0.44 in meaning, of 36 pairs of one theme 0.09 in letters. Of 36 pairs of variants
# of one wish 35 have 0.5 in meaning, and each variant has a mate from 0.63 on.
ALIKE_IN_LETTERS = 0.4  # Jaccard's index of runs of letters
ALIKE_IN_MEANING = 0.5  # cosine of MiniLM vectors

LEET_TABLE = str.maketrans({**LEET, "1": "i"})
Vector = Sequence[float]


@dataclass(frozen=True, slots=True)
class Member:
    """The place of a text in what was given, and its similarity (0..1) to its nearest mate."""

    place: int
    similarity: float


def plain(text: str) -> str:
    """The same words whatever their case, spacing and Unicode form."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def stream(text: str) -> str:
    """Letters and digits as a reader takes them, with nothing between them: `n.u.d.e` is `nude`."""
    shown = text.lower() if text.isascii() else "".join(map(letters.folded, text))
    seen = shown.translate(LEET_TABLE)
    return "".join(char for char in seen if char.isalnum())


def undisguised(text: str) -> str:
    """Words with their letters put back (`n.u.d.e`, `kn1ght`), for an encoder that reads words."""
    return [one.text for one in readings(text) if one.kind != Kind.SQUEEZED][-1]


def grams(text: str) -> frozenset[str]:
    """The runs of three characters in a text's stream; a shorter stream is its own one run."""
    run = stream(text)
    return frozenset(run[at : at + GRAM] for at in range(max(1, len(run) - GRAM + 1)) if run)


def in_letters(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard's index of two sets of runs; 0 where either text has no letters."""
    return len(one & other) / len(one | other) if one and other else 0.0


def in_meaning(one: Vector, other: Vector) -> float:
    """Cosine of two unit vectors, within 0..1."""
    cosine = sum(a * b for a, b in zip(one, other, strict=True))
    return min(1.0, max(0.0, cosine))


def clusters(texts: Sequence[str], vectors: Sequence[Vector] | None) -> list[list[Member]]:
    """Texts that hang together, each near one other of its cluster at least; the largest first.

    Cost: quadratic in the number of texts. Without vectors only letters are compared.
    """
    links = _links(texts, vectors)
    groups: list[set[int]] = []
    for pair in links:
        touched = [group for group in groups if not group.isdisjoint(pair)]
        groups = [group for group in groups if group not in touched] + [set(pair).union(*touched)]
    groups.sort(key=lambda group: (-len(group), min(group)))
    return [[Member(place, _nearest(place, links)) for place in sorted(group)] for group in groups]


def _links(texts: Sequence[str], vectors: Sequence[Vector] | None) -> dict[tuple[int, int], float]:
    """Pairs that are near enough, by letters or by meaning, with the greater similarity."""
    runs = [grams(text) for text in texts]
    links: dict[tuple[int, int], float] = {}
    for first in range(len(texts)):
        for second in range(first + 1, len(texts)):
            letters_of = in_letters(runs[first], runs[second])
            meaning = in_meaning(vectors[first], vectors[second]) if vectors else 0.0
            if letters_of >= ALIKE_IN_LETTERS or meaning >= ALIKE_IN_MEANING:
                links[first, second] = round(max(letters_of, meaning), 4)
    return links


def _nearest(place: int, links: dict[tuple[int, int], float]) -> float:
    return max(similarity for pair, similarity in links.items() if place in pair)
