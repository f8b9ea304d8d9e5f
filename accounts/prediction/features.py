"""What the predictor may know of somebody: numbers that rooms offer, never texts.

Each room registers a source in `AppConfig.ready()`: what it counts, who was active, and how to
count for one person. Numbers of the same name from several rooms are added.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

# What can be counted; a source offers any of these. Counts of texts, words, hits of word groups
# (words.py), acts by day of the week, and follows in both directions.
COUNTED = (
    *("texts", "words", "own_age", "school", "own_school", "own_home", "play", "grown_up"),
    *("lively", "acts", "weekend_acts", "mutuals", "mutual_teens"),
)
IN_WORDS: dict[str, Any] = {
    "own_age": _("ages and school years that you wrote about yourself"),
    "school": _("words about school"),
    "own_school": _("words about your own school"),
    "own_home": _("words about your parents and home"),
    "play": _("words about games and trends"),
    "grown_up": _("words about work and family"),
    "lively": _("how you write"),
    "weekend": _("on which days you use the app"),
    "mutual_teens": _("how many people under 18 you and they follow each other"),
}


@dataclass(frozen=True, slots=True)
class FeatureSource:
    """One room's numbers. `count(person_id, since)` maps names of COUNTED to what it counted;
    `active(since)` names the people for whom something may have changed."""

    name: str
    count: Callable[[UUID, datetime], Mapping[str, int]]
    active: Callable[[datetime], Iterable[UUID]]


_sources: dict[str, FeatureSource] = {}


def register(source: FeatureSource) -> None:
    """Called in `AppConfig.ready()`. Raises ValueError for another source of the same name."""
    if _sources.setdefault(source.name, source) != source:
        raise ValueError(f"{source.name} is registered twice")


def counts_of(person_id: UUID, *, since: datetime) -> Counter[str]:
    """What all rooms counted. Raises ValueError for a name that is not in COUNTED."""
    total: Counter[str] = Counter()
    for source in _sources.values():
        counted = source.count(person_id, since)
        if unknown := set(counted) - set(COUNTED):
            raise ValueError(f"{source.name} offers {sorted(unknown)}")
        total.update(counted)
    return total


def active_people(*, since: datetime) -> set[UUID]:
    """Everybody for whom a room has something new."""
    return {one for source in _sources.values() for one in source.active(since)}


def in_words(names: Iterable[str]) -> list[str]:
    """What weighed in a prediction, for the person it is about."""
    return [str(IN_WORDS[name]) for name in names if name in IN_WORDS]
