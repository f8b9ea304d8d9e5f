"""What another server's moderations mean to us."""

from collections.abc import Mapping
from typing import Any

from moderation.answers import Answer, BrokenAnswer, Coverage, Hit
from moderation.categories import Category
from moderation.screener.names import FLAGGED, OURS

DETECTOR = "openai-moderations"


def foreign_answer(result: Mapping[str, Any], model: Any) -> Answer:
    """One result of the protocol as one answer. Raises BrokenAnswer.

    Assessed is only what `category_scores` names; a category that it lacks, or has null for, was
    not looked at. A category that the server itself calls true counts as 0.5 at least: its
    operating points are its own.
    """
    scores, flags = result.get("category_scores"), result.get("categories")
    if not isinstance(scores, dict) or not isinstance(flags, dict) or not isinstance(model, str):
        raise BrokenAnswer("shape")
    model = model[:64]  # as long as a finding keeps it
    best: dict[Category, float] = {}
    for name, category in OURS.items():
        score = scores.get(name)
        if score is None:
            continue
        if type(score) not in (int, float):
            raise BrokenAnswer("score")
        floor = FLAGGED if flags.get(name) is True else 0.0
        best[category] = max(best.get(category, 0.0), score, floor)
        Hit(category, score)  # raises for NaN and for what lies outside 0..1
    if not best:
        raise BrokenAnswer("no scores")
    return Answer(
        detector=DETECTOR,
        version=model,
        coverage=dict.fromkeys(best, Coverage.ASSESSED),
        hits=tuple(Hit(category, score) for category, score in best.items()),
    )
