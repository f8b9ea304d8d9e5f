"""A house with a media folder of its own, where films cost nothing."""

from typing import Any

import pytest

from tests.generation.conftest import blank_film, puppet

__all__ = ["blank_film", "puppet"]


@pytest.fixture(autouse=True)
def _own_media(media_dir: Any) -> None:
    """Files of one test never meet those of another."""
