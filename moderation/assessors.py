"""Who assesses what on an embedded installation; docs/assessment.md is written from this.

A test holds it against what the detectors really answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from moderation.answers import ORDER, Coverage
from moderation.categories import TEXT, Category, Surface

# What the text heads were trained for.
READ = (
    *(Category.SEXUAL, Category.SELF_HARM, Category.VIOLENCE, Category.POLITICAL),
    *(Category.HATE, Category.HARASSMENT, Category.DECEPTION, Category.ILLICIT),
)


LISTED = tuple(category for category in Category if category != Category.CHILD_SAFETY)


@dataclass(frozen=True, slots=True)
class Assessor:
    """A detector, where it looks, what it can say there, and under which condition."""

    name: str
    surfaces: frozenset[Surface]
    coverage: Mapping[Category, Coverage]
    where: str


ASSESSORS = (
    Assessor(
        "minilm",
        TEXT,
        dict.fromkeys(READ, Coverage.ASSESSED),
        "text that reads as English; anything else is not assessed",
    ),
    Assessor("lexicon", TEXT, dict.fromkeys(LISTED, Coverage.PARTIAL), "word lists, English"),
    Assessor(
        "minors",
        TEXT,
        {Category.CHILD_SAFETY: Coverage.PARTIAL},
        "rules; tells whether somebody under 18 is depicted",
    ),
    Assessor(
        "bounded",
        frozenset({Surface.FRAME}),
        dict.fromkeys((Category.SEXUAL, Category.SELF_HARM, Category.VIOLENCE), Coverage.ASSESSED),
        "films of engines that can draw nothing outside a reviewed list; never uploads",
    ),
    Assessor(
        "hash_bank",
        frozenset({Surface.FRAME}),
        {Category.CHILD_SAFETY: Coverage.PARTIAL},
        "known pictures, in the categories of the banks in use; where nothing is in use, nothing "
        "is assessed",
    ),
    Assessor(
        "csam",
        frozenset({Surface.FRAME, Surface.REFERENCE_IMAGE}),
        {Category.CHILD_SAFETY: Coverage.ASSESSED},
        "an operator's matching and classifying service, which is no part of this (production "
        "demands one): where none is named, or it does not answer in full, nothing is assessed",
    ),
    Assessor(
        "faces",
        frozenset({Surface.FRAME}),
        {Category.LIKENESS: Coverage.PARTIAL},
        "films in which no face is found (from the front, one look a second); a film with a face "
        "in it is not assessed, for whose it is nobody can say yet, unless its engine can draw "
        "nothing but reviewed things",
    ),
)


def best(surface: Surface, category: Category) -> tuple[Coverage, list[str]]:
    """The best coverage that an embedded installation can reach, and by whom."""
    able = [a for a in ASSESSORS if surface in a.surfaces and category in a.coverage]
    coverage = max(
        (a.coverage[category] for a in able), key=ORDER.__getitem__, default=Coverage.NOT_ASSESSED
    )
    return coverage, [a.name for a in able if a.coverage[category] == coverage]
