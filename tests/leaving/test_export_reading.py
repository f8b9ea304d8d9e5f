"""However much somebody has, an archive is read in a steady number of queries."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enforcement import exporting as of_reports
from generation import exporting as of_films
from lib.exporting import Walker
from tests.client import Api
from tests.enforcement.reporting import reported
from tests.feed.studio import finished, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(media_dir: Any) -> None:
    """Files never meet those of another test."""


def queries(walkers: Any, person: Any) -> int:
    with CaptureQueriesContext(connection) as asked:
        for walker in walkers:
            if isinstance(walker, Walker):
                assert list(walker.records(person)) is not None
                assert walker.files is None or list(walker.files(person))
    return len(asked)


def test_films_of_any_number(creator: Any) -> None:
    finished(creator)
    one = queries(of_films.WALKERS, creator)
    for _ in range(3):
        finished(creator)
    assert queries(of_films.WALKERS, creator) == one


def test_reports_of_any_number(api: Api, creator: Any, stranger: Any) -> None:
    reported(api, stranger, creator, text="my words")
    one = queries(of_reports.WALKERS, stranger)
    for _ in range(3):
        reported(api, stranger, published(creator))
    assert queries(of_reports.WALKERS, stranger) == one
