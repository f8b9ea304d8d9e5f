"""Of a film with people a drawing engine promises less, and production believes less."""

from typing import Any

import pytest

from cameos.models import Cameo
from generation.bounds import drawn_at_most
from generation.engines.registry import capabilities_of
from generation.work.inspecting import source_of
from moderation.answers import Coverage
from moderation.detectors import bounded
from tests.cameos.references.lending import screened
from tests.generation.studio import submitted


@pytest.mark.django_db
def test_without_people_nothing_changes(creator: Any, settings: Any) -> None:
    job, draws = submitted(creator), capabilities_of("sketch").draws
    for production in (False, True):
        settings.PRODUCTION = production
        assert drawn_at_most(job) == draws == source_of(job).draws


def test_with_people_the_face_stands_beside_the_things(cameo: Cameo, friend: Any) -> None:
    job = screened(friend, cameo)
    source = source_of(job)
    assert source.draws == capabilities_of("sketch").draws | {"face"}
    ((_, answer),) = bounded.build().begin(source).answer()
    assert set(answer.coverage.values()) == {Coverage.ASSESSED}


def test_under_production_a_film_with_people_is_bounded_by_nothing(
    cameo: Cameo, friend: Any, settings: Any
) -> None:
    job = screened(friend, cameo)
    settings.PRODUCTION = True
    assert drawn_at_most(job) is None
    assert list(bounded.build().begin(source_of(job)).answer()) == []
