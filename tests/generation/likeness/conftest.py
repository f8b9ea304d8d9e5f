from pathlib import Path

import pytest

from tests.generation.studio import a_portrait


@pytest.fixture(autouse=True)
def _portraits(media_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever lends a face has one; real recordings are opened in tests/cameos/references."""
    monkeypatch.setattr("generation.work.preparing.portraits_for", a_portrait)
