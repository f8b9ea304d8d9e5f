import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.moderation.models import tiny


@pytest.fixture(scope="session")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a fitted classifier; not to be written on."""
    return tiny.classifier(tmp_path_factory.mktemp("models") / "classifier")


@pytest.fixture
def folder(fitted: Path, tmp_path: Path) -> Path:
    """A copy of it, to spoil."""
    return Path(shutil.copytree(fitted, tmp_path / "classifier"))


@pytest.fixture
def label_file(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "labels.toml"
        path.write_text(text)
        return path

    return write
