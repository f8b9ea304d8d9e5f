"""The banks that an installation starts with."""

from dataclasses import dataclass

from lib.actors import Actor
from moderation.categories import Category
from moderation.detectors.lexicon.terms import Edges
from moderation.models import TermBank
from moderation.services.terms.editing import create_bank


@dataclass(frozen=True, slots=True)
class Usual:
    name: str
    category: Category
    score: float
    note: str


# Scores are those of the built-in lists of the same subject (detectors/lexicon/terms).
USUAL = (
    Usual("public-figures", Category.LIKENESS, 0.9, "People who did not consent to appear."),
    Usual("living-artists", Category.THIRD_PARTY, 0.85, "Whose manner is not to be imitated."),
    Usual("characters", Category.THIRD_PARTY, 0.85, "Characters that belong to somebody."),
    Usual("slurs", Category.HATE, 0.9, "Words whose only use is to degrade."),
    Usual("evasions", Category.SEXUAL, 0.9, "Coded words and emoji by which filters are evaded."),
)


def seed_banks(*, actor: Actor) -> list[str]:
    """The names of those that were made now. Safe to do again."""
    there = set(TermBank.objects.values_list("name", flat=True))
    missing = [usual for usual in USUAL if usual.name not in there]
    for usual in missing:
        create_bank(
            name=usual.name, category=usual.category, score=usual.score,
            edges=Edges.WORD, note=usual.note, actor=actor,
        )  # fmt: skip
    return [usual.name for usual in missing]
