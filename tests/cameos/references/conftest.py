from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cameos.challenge.asking import Turn
from cameos.models import Cameo
from config.demo.filming.films import Film, render
from tests.cameos.references.lending import recorded
from tests.generation.conftest import blank_film, puppet

__all__ = ["blank_film", "puppet"]


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The beginning of one: a head from the front, for two looks."""
    path = tmp_path_factory.mktemp("recordings") / "one.mp4"
    return render(path, Film(None, (Turn.LEFT,), seconds=0.6))


@pytest.fixture
def cameo(
    vault: None, cameo_of: Callable[[Any], Cameo], creator: Any, friend: Any, recording: Path
) -> Cameo:
    """The creator's, lent to everyone; of a real recording in a real vault."""
    return recorded(cameo_of(creator), recording)
