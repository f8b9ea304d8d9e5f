"""An opinion as evidence beside that of other detectors."""

from collections import defaultdict

from moderation.answers import Answer, Hit
from moderation.categories import Category, Surface
from moderation.monitor.answering import Found, Opinion
from moderation.monitor.lineage import SURFACES
from moderation.policy.judging import Evidence

NAME = "monitor"
STAGE = "monitor"  # of its scan of the words, which is made beside rendering


def evidence_of(opinion: Opinion, *, elsewhere: Surface) -> list[Evidence]:
    """A hit for each category, where it was found, or at `elsewhere` where it does not say.

    No category counts as assessed by it: it must never stand in for a detector that is lacking.
    """
    by_surface: dict[Surface, list[Hit]] = defaultdict(list)
    for category, found in opinion.found.items():
        surface = SURFACES[found.part] if found.part else elsewhere
        by_surface[surface].append(_hit(category, found))
    by_surface.setdefault(elsewhere, [])
    return [
        Evidence(
            surface,
            [Answer(NAME, opinion.version, {}, tuple(hits), opinion.depicts_minor)],
        )
        for surface, hits in by_surface.items()
    ]


def silence(surface: Surface, *, version: str) -> list[Evidence]:
    """That it was asked and did not answer."""
    return [Evidence(surface, [Answer(NAME, version)])]


def _hit(category: Category, found: Found) -> Hit:
    return Hit(
        category, found.score, term=f"{NAME}:{found.reason}", start=found.start, end=found.end
    )
