"""Whether a text speaks of somebody under 18: rules, for this is not left to a model."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from moderation.detectors.base import TextDetector


@cache
def build() -> TextDetector:
    """The detector over the words in `words.toml`, compiled once a process."""
    from moderation.detectors.minors.detector import Minors
    from moderation.detectors.minors.wording import load

    return Minors(load())
