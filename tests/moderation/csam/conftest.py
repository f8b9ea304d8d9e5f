from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.generation.conftest import blank_film, puppet
from tests.moderation.banks.standin import StandIn, serving
from tests.moderation.csam.service import serve

__all__ = ["blank_film", "puppet"]


@pytest.fixture
def service(settings: Settings) -> Iterator[StandIn]:
    """Named in the settings, trusted for `ncmec`; it knows nothing yet."""
    with serving() as made:
        serve(made)
        settings.CSAM_SERVICE_URL, settings.CSAM_SERVICE_KEY = made.url, "a key"
        settings.CSAM_TRUSTED_EXCHANGES = ["ncmec"]
        yield made
