from collections.abc import Iterator
from pathlib import Path

import pytest

from generation.models import Attempt
from tests.generation.faults import models
from tests.generation.faults.renderer import Engines, Renderer, emptied, renderer_with
from tests.generation.studio import quick_checks


@pytest.fixture(scope="session")
def wan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights of noise; nobody changes them."""
    return models.wan(tmp_path_factory.mktemp("weights") / "wan")


@pytest.fixture(scope="session")
def ltx2(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return models.ltx2(tmp_path_factory.mktemp("weights") / "ltx2")


@pytest.fixture(scope="module")
def engines(wan: Path) -> Engines:
    """A module may say others."""
    return {"films": ("wan-t2v", wan)}


@pytest.fixture(scope="module")
def worker(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Renderer]:
    """One for a module's tests: it starts where the first of them needs it."""
    with renderer_with(tmp_path_factory.mktemp("renderer"), engines) as made:
        yield made


@pytest.fixture
def media_dir(worker: Renderer) -> Iterator[Path]:
    yield worker.media
    emptied(worker)


@pytest.fixture
def renderer(
    committing: None, worker: Renderer, media_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Renderer]:
    """Real; what comes after it is done by this process, and quickly."""
    quick_checks(monkeypatch)
    yield worker
    if Attempt.objects.filter(ended_at=None).exists():
        worker.ends()  # in the middle of a transaction it would lock tables that are emptied now
