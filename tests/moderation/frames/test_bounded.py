import pytest

from generation.engines.registry import capabilities_of
from moderation.answers import Coverage
from moderation.categories import Category, Surface
from moderation.detectors import bounded
from moderation.detectors.base import Source

SPARED = {Category.SEXUAL, Category.VIOLENCE, Category.SELF_HARM}


def test_the_drawing_engine_draws_only_what_was_reviewed() -> None:
    draws = capabilities_of("sketch").draws
    ((surface, answer),) = bounded.build().begin(Source(draws)).answer()
    assert surface is Surface.FRAME
    assert answer.coverage == dict.fromkeys(SPARED, Coverage.ASSESSED)
    assert all(hit.score == 0 for hit in answer.hits)


def test_every_reviewed_thing_is_one_that_is_drawn() -> None:
    sketch = capabilities_of("sketch")
    assert (
        bounded.build().reviewed == sketch.draws | sketch.draws_of_people | sketch.draws_of_pictures
    )


@pytest.mark.parametrize(
    "draws", [frozenset({"cat", "knife"}), frozenset({"knife"}), frozenset[str]()]
)
def test_what_was_not_reviewed_or_not_said_is_not_assessed(draws: frozenset[str]) -> None:
    ((_, answer),) = bounded.build().begin(Source(draws)).answer()
    assert (answer.coverage, answer.hits) == ({}, ())


def test_an_upload_is_never_bounded() -> None:
    assert list(bounded.build().begin(Source(draws=None)).answer()) == []
