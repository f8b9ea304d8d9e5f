"""A media folder of the test's own, and a browser for it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lib import signed_media
from lib.signed_media.server import media

CONTENT = bytes(range(256)) * 40  # 10,240 bytes that differ from place to place


@pytest.fixture
def client() -> TestClient:
    return TestClient(media, base_url="http://zoetrope.test", follow_redirects=False)


@pytest.fixture
def stored(media_dir: Path) -> Callable[..., str]:
    """`stored("out", ".mp4")` is the key of an object that now exists there."""

    def store(prefix: str = "out", suffix: str = ".mp4", content: bytes = CONTENT) -> str:
        key = signed_media.new_key(prefix, suffix)
        with signed_media.placing(key) as path:
            path.write_bytes(content)
        return key

    return store
