from pathlib import Path

import pytest
from django.conf import settings

from provenance.signing import attempts
from tests.provenance.films import film, variants


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """320 x 568, four seconds, 96 frames, with sound."""
    return film(tmp_path_factory.mktemp("master") / "master.mp4")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("small") / "small.mp4", width=64, height=96, seconds=1.0)


@pytest.fixture(autouse=True)
def _own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of this test's own, so its own development CA; nothing configured."""
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path / "data")
    for name in ("CERTIFICATES", "KEY", "SIGNER_COMMAND", "TSA_URL", "FORMER_CERTIFICATES"):
        monkeypatch.setattr(settings, f"PROVENANCE_{name}", "", raising=False)
    monkeypatch.setitem(attempts._rest, "until", 0.0)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An empty folder for the files of a test."""
    folder = tmp_path / "place"
    folder.mkdir()
    return folder


@pytest.fixture
def sealed(place: Path, small: Path) -> dict[str, Path]:
    """Film, poster and spritesheet, signed."""
    return variants(place, small)
