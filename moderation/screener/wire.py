"""Answers as JSON and back. Both ends check: nothing unreadable ever counts as an answer."""

import math
from collections.abc import Mapping
from typing import Any

from moderation.answers import Answer, BrokenAnswer, Coverage, Hit
from moderation.categories import Category

MOST_HITS = 2000  # of one answer; more is no answer but an accident


def to_json(answer: Answer) -> dict[str, Any]:
    return {
        "detector": answer.detector,
        "version": answer.version,
        "coverage": {category.value: level.value for category, level in answer.coverage.items()},
        "hits": [_hit_to_json(hit) for hit in answer.hits],
        "depicts_minor": answer.depicts_minor,
    }


def from_json(raw: Any) -> Answer:
    """Raises BrokenAnswer for whatever is not an answer to the last member."""
    try:
        answer = Answer(
            detector=raw["detector"],
            version=raw["version"],
            coverage={Category(key): Coverage(value) for key, value in raw["coverage"].items()},
            hits=tuple(_hit_from_json(hit) for hit in raw["hits"]),
            depicts_minor=raw["depicts_minor"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as broken:
        raise BrokenAnswer("shape") from broken
    return checked(answer)


def checked(answer: Any, *, length: int | None = None) -> Answer:
    """The same answer; raises BrokenAnswer. `length`: characters of the text that was judged."""
    if not isinstance(answer, Answer) or len(answer.hits) > MOST_HITS:
        raise BrokenAnswer("no answer")
    if not (isinstance(answer.detector, str) and isinstance(answer.version, str)):
        raise BrokenAnswer("name")
    if answer.depicts_minor not in (None, True, False):
        raise BrokenAnswer("minor")
    for category, level in answer.coverage.items():
        if not (isinstance(category, Category) and isinstance(level, Coverage)):
            raise BrokenAnswer("coverage")
    for hit in answer.hits:
        _check_hit(hit, length)
    return answer


def _check_hit(hit: Any, length: int | None) -> None:
    if not (isinstance(hit, Hit) and isinstance(hit.category, Category)):
        raise BrokenAnswer("hit")
    if isinstance(hit.score, bool) or not math.isfinite(hit.score) or not 0 <= hit.score <= 1:
        raise BrokenAnswer("score")
    if length is not None and hit.end is not None and hit.end > length:
        raise BrokenAnswer("place")


def _hit_to_json(hit: Hit) -> dict[str, Any]:
    return {
        "category": hit.category.value,
        "score": float(hit.score),
        "term": hit.term,
        "start": hit.start,
        "end": hit.end,
    }


def _hit_from_json(raw: Mapping[str, Any]) -> Hit:
    score, term, start, end = raw["score"], raw["term"], raw["start"], raw["end"]
    places_are_whole = all(place is None or type(place) is int for place in (start, end))
    if type(score) not in (int, float) or type(term) is not str or not places_are_whole:
        raise BrokenAnswer("hit")
    return Hit(Category(raw["category"]), float(score), term=term, start=start, end=end)
