import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lib.faces import presentation, registry
from tests.faces.pack import make_liveness, make_pack


@pytest.fixture(scope="session")
def tiny_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_pack(tmp_path_factory.mktemp("packs") / "tiny")


@pytest.fixture(scope="session")
def tiny_liveness(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_liveness(tmp_path_factory.mktemp("addons") / "live.onnx")


@pytest.fixture
def insightface(tiny_pack: Path, settings: Any) -> Iterator[Any]:
    """Settings of an installation with a pack of its own. What was built is forgotten after."""
    registry.build.cache_clear()
    presentation.build.cache_clear()
    settings.FACE_KIND = "insightface"
    settings.FACE_PACK = str(tiny_pack)
    settings.FACE_PACK_LICENCE = "made by this test"
    yield settings
    registry.build.cache_clear()
    presentation.build.cache_clear()


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Whatever name is asked for and whatever is connected to, in vain."""
    asked: list[object] = []

    def refuse(*arguments: object, **_: object) -> None:
        asked.append(arguments[0])
        raise OSError("This test has no network.")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    return asked
