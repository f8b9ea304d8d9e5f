"""One long-lived pair of servers for those who only look, own ones for those who destroy."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded import Endpoints, Servers
from config.embedded.layout import Layout
from config.embedded.place import data_folder
from config.embedded.privileges import Way


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Durable servers that answer; leave them as they are."""
    servers = Servers(tmp_path_factory.mktemp("embedded") / "home")
    servers.start()
    yield servers
    servers.stop()


@pytest.fixture(scope="session")
def endpoints(running: Servers) -> Endpoints:
    found = Endpoints.load(running.layout.home)
    assert found is not None
    return found


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder of this test's own, whose servers are gone afterwards, however it ended."""
    home = tmp_path / "home"
    yield home
    Servers(home).stop()
    if os.geteuid() == 0:
        shutil.rmtree(data_folder(Layout(home), Way.NOBODY), ignore_errors=True)


@pytest.fixture
def servers(home: Path) -> Servers:
    """Not yet started, durable."""
    return Servers(home)
