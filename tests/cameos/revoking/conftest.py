import os

import pytest


@pytest.fixture(autouse=True)
def _no_disk_to_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of files are written here; that they reach the disk is tested elsewhere."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
