"""Words read or heard, with their times, checked before anybody relies on them."""

import math
from collections.abc import Iterable

from moderation.answers import BrokenAnswer
from moderation.detectors.base import Heard

OnScreen = list[tuple[str, float, float]]


def checked_texts(texts: Iterable[tuple[str, float, float]]) -> OnScreen:
    """Raises BrokenAnswer for a text that is none, or a time that is no time."""
    checked = list(texts)
    for text, start, end in checked:
        if not isinstance(text, str):
            raise BrokenAnswer("text")
        _refuse_bad_range(start, end)
    return checked


def checked_heard(heard: Heard) -> Heard:
    """Raises BrokenAnswer. To be complete means that nothing is left unexplained."""
    if not isinstance(heard, Heard):
        raise BrokenAnswer("heard")
    checked_texts(heard.texts)
    for start, end in heard.unexplained:
        _refuse_bad_range(start, end)
    if heard.complete is not True and heard.complete is not False:
        raise BrokenAnswer("complete")
    if heard.complete and heard.unexplained:
        raise BrokenAnswer("complete, yet unexplained")
    return heard


def _refuse_bad_range(start: float, end: float) -> None:
    if not (math.isfinite(start) and math.isfinite(end) and 0 <= start <= end):
        raise BrokenAnswer("time")
