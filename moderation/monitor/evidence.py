"""An opinion as evidence beside that of other detectors."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.monitor.answering import Found, Opinion
from moderation.monitor.lineage import SURFACES
from moderation.policy.judging import Evidence

NAME = "monitor"
STAGE = "monitor"  # of its scan of the words, which is made beside rendering


# From this drift on a person looks, whatever each step says for itself (D-12); the score is what
# policy_text.SCALE calls "a person should look first".
DRIFT_ASKS = 0.7
DRIFT_SCORE = 0.8


def evidence_of(opinion: Opinion, *, elsewhere: Surface) -> list[Evidence]:
    """A hit for each category, where it was found, or at `elsewhere` where it does not say.

    No category counts as assessed by it: it must never stand in for a detector that is lacking.
    """
    by_surface: dict[Surface, list[Hit]] = defaultdict(list)
    for category, found in opinion.found.items():
        surface = SURFACES[found.part] if found.part else elsewhere
        by_surface[surface].append(_hit(category, found))
    by_surface[elsewhere] += _drift(opinion)
    return [
        Evidence(
            surface,
            [Answer(NAME, opinion.version, {}, tuple(hits), opinion.depicts_minor)],
        )
        for surface, hits in by_surface.items()
    ]


def beside_others(evidence: Iterable[Evidence], *, words: frozenset[Surface]) -> list[Evidence]:
    """The same for a judgement that counts the least of what each says of a surface: the monitor
    neither adds to what the others assessed there nor takes from it.

    `words`: surfaces about which nobody else says anything in that judgement.
    """
    neutral = dict.fromkeys(Category, Coverage.ASSESSED)
    return [
        one
        if one.surface in words
        else Evidence(one.surface, [replace(answer, coverage=neutral) for answer in one.answers])
        for one in evidence
    ]


def silence(surface: Surface, *, version: str) -> list[Evidence]:
    """That it was asked and did not answer."""
    return [Evidence(surface, [Answer(NAME, version)])]


def _drift(opinion: Opinion) -> list[Hit]:
    """Counted as the category that it came nearest to."""
    if opinion.drift < DRIFT_ASKS:
        return []
    nearest = max(opinion.found, key=lambda category: opinion.found[category].score)
    score = max(DRIFT_SCORE, opinion.found[nearest].score)
    return [Hit(nearest, score, term=f"{NAME}:drift")]


def _hit(category: Category, found: Found) -> Hit:
    return Hit(
        category, found.score, term=f"{NAME}:{found.reason}", start=found.start, end=found.end
    )
