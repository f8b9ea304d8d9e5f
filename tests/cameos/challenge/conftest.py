from pathlib import Path

import pytest

from cameos.challenge.asking import Challenge, Turn
from config.demo.filming.films import honest, render

ASKED = Challenge("406152", (Turn.LEFT, Turn.RIGHT, Turn.RIGHT))


@pytest.fixture(scope="session")
def asked() -> Challenge:
    return ASKED


@pytest.fixture(scope="session")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole film that answers `asked`, rendered once."""
    return render(tmp_path_factory.mktemp("challenge") / "answer.mp4", honest(ASKED))
