"""Word lists: what a list can notice, and nothing of what it takes understanding to see."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moderation.detectors.base import TextDetector


@cache
def build() -> TextDetector:
    """The detector over the lists in `terms/`, compiled once a process (tenths of a second).

    Coverage is partial, for the categories that have a list.
    """
    from moderation.detectors.lexicon.detector import Lexicon
    from moderation.detectors.lexicon.terms import FOLDER, load

    return Lexicon(load(FOLDER))
