"""docs/assessment.md is written from a table; here it is held against what detectors answer."""

from collections.abc import Callable
from pathlib import Path

import pytest

from moderation.answers import Coverage
from moderation.assessors import ASSESSORS, best
from moderation.categories import TEXT, Category, Surface
from moderation.detectors import bounded, lexicon, minors
from moderation.detectors.base import Source, TextDetector
from moderation.policy.loading import current_policy

SENTENCE = "A red balloon floats over the sea while the sun goes down."
TABLE = {assessor.name: assessor for assessor in ASSESSORS}


@pytest.mark.parametrize("build", [lexicon.build, minors.build])
def test_what_a_list_covers_is_what_the_table_says(build: Callable[[], TextDetector]) -> None:
    detector = build()
    answer = detector.assess(SENTENCE, surface=Surface.PROMPT)
    assert dict(answer.coverage) == dict(TABLE[detector.name].coverage)


@pytest.mark.slow
def test_what_the_heads_cover_is_what_the_table_says() -> None:
    from django.conf import settings

    from moderation.detectors import minilm

    detector = minilm.build(Path(settings.BASE_DIR) / ".data")
    answer = detector.assess(SENTENCE, surface=Surface.PROMPT)
    assert dict(answer.coverage) == dict(TABLE["minilm"].coverage)
    french = detector.assess("Un ballon rouge flotte sur la mer.", surface=Surface.PROMPT)
    assert set(french.coverage.values()) <= {Coverage.NOT_ASSESSED}


def test_what_an_engine_s_bounds_cover_is_what_the_table_says() -> None:
    detector = bounded.build()
    [(surface, answer)] = detector.begin(Source(draws=frozenset({"ball", "sea"}))).answer()
    assert (surface, dict(answer.coverage)) == (Surface.FRAME, dict(TABLE["bounded"].coverage))


def test_every_text_can_be_assessed_here_as_production_demands() -> None:
    """So that what is held under production is held for a film, an upload, or a fault."""
    for surface in TEXT:
        for category, least in current_policy().required["production"][surface].items():
            coverage, _ = best(surface, category)
            assert coverage in {least, Coverage.ASSESSED}, (surface, category)


def test_no_picture_of_somebody_s_own_can_be_assessed_here() -> None:
    assert best(Surface.REFERENCE_IMAGE, Category.SEXUAL) == (Coverage.NOT_ASSESSED, [])
