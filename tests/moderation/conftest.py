"""Films are made in the house of the generation tests: one studio for both."""

from typing import Any

import pytest
from django.test import Client

from config.staff import appoint_moderator
from tests import roles
from tests.generation.conftest import blank_film, puppet
from tests.staff import at_the_desk

__all__ = ["blank_film", "puppet"]


@pytest.fixture
def desk(moderator: Any) -> Client:
    with roles.acting_as("migrate"):
        appoint_moderator(moderator)
    return at_the_desk(moderator)
