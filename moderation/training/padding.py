"""Whether hiding a bad sentence among harmless ones helps: by the detector itself, whole."""

import random
from collections.abc import Sequence

from moderation.answers import Answer
from moderation.categories import Surface
from moderation.detectors.base import TextDetector
from moderation.rates import Rate
from moderation.training.measuring import OPERATING
from moderation.training.rows import Row

PARAGRAPH = 30  # harmless rows around one bad row: about 2,500 characters


def padded(
    detector: TextDetector, bad: Sequence[Row], harmless: Sequence[Row], *, seed: int
) -> tuple[Rate, Rate, Rate]:
    """(bad rows alone stopped, the same rows padded stopped, paddings alone passed)."""
    chooser = random.Random(seed)  # noqa: S311 - a sample, no secret
    alone = hidden = passed = 0
    for row in bad:
        around = [one.text.rstrip(".") for one in chooser.sample(list(harmless), PARAGRAPH)]
        middle = chooser.randrange(PARAGRAPH)
        alone += _stopped(detector, row.text)
        hidden += _stopped(detector, ". ".join([*around[:middle], row.text, *around[middle:]]))
        passed += not _stopped(detector, ". ".join(around))
    return Rate(alone, len(bad)), Rate(hidden, len(bad)), Rate(passed, len(bad))


def _stopped(detector: TextDetector, text: str) -> bool:
    answer: Answer = detector.assess(text[:8000], surface=Surface.PROMPT)
    return not answer.coverage or any(hit.score >= OPERATING for hit in answer.hits)
