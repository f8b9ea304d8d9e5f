"""A media folder or bucket of the test's own, and a browser for it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from lib import signed_media
from lib.signed_media.server import media
from tests import objectstore

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


@pytest.fixture(scope="session")
def object_store() -> Iterator[str]:
    """The address of a store on loopback."""
    with pytest.MonkeyPatch.context() as patch, objectstore.serving() as endpoint:
        objectstore.credentials(patch)
        yield endpoint


@pytest.fixture
def bucket(object_store: str, media_dir: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Media lie in this bucket."""
    name = objectstore.with_bucket(object_store)
    objectstore.use(monkeypatch, endpoint=object_store, bucket=name)
    return name


@pytest.fixture
def s3(object_store: str) -> Any:
    """A client of the test's own."""
    return objectstore.client(object_store)


@pytest.fixture(params=["files", "s3"])
def each_store(request: pytest.FixtureRequest, media_dir: Path) -> str:
    """The same test over local files and over an object store."""
    if request.param == "s3":
        request.getfixturevalue("bucket")
    return str(request.param)


@pytest.fixture
def scratch_dir(media_dir: Path) -> Path:
    """Where files of this machine lie while somebody reads them."""
    return media_dir.parent / "scratch"
