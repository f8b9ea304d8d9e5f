import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_media(media_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of this test alone; that they reach the disk is tested elsewhere."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
