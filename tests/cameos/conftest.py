"""A likeness process with a vault of its own, and a cameo that is being verified."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cameos.models import Cameo
from cameos.states import CameoState
from cameos.vault import gallery, keys
from cameos.vault.template import Template
from lib.actors import Actor
from lib.faces.base import TemplateMark
from lib.states import advance
from tests import roles

SYSTEM = Actor.system("tests")
MARK = TemplateMark("tests", "1", 8)
MASTER = "11" * 32


@pytest.fixture
def vault(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, media_dir: Path
) -> Iterator[None]:
    """This process counts as the likeness process; its keys and clips lie in a folder of the
    test's. The rights in the database stay those of the web."""
    settings.ROLE = "likeness"
    settings.CAMEO_KEYS_DIR = tmp_path / "cameo-keys"
    settings.CAMEO_MASTER_KEYS_PROVIDER = lambda: f"1:{MASTER}"
    monkeypatch.setattr(gallery, "_built", {})
    keys.master_keys.cache_clear()
    yield
    keys.master_keys.cache_clear()


@pytest.fixture
def likeness(vault: None, creator: Any, friend: Any, stranger: Any) -> Iterator[None]:
    """The same, with the rights of the likeness role in the database; people exist before."""
    with roles.acting_as("likeness"):
        yield


@pytest.fixture
def cameo_of(db: None) -> Callable[[Any], Cameo]:
    def make(owner: Any) -> Cameo:
        with roles.acting_as("web"):
            made = Cameo.objects.create(owner=owner)
            advance(made, to=CameoState.VERIFICATION_PENDING, actor=SYSTEM, reason="recorded")
        return made

    return make


@pytest.fixture
def cameo(cameo_of: Callable[[Any], Cameo], creator: Any) -> Cameo:
    return cameo_of(creator)


def template(seed: int, mark: TemplateMark = MARK) -> Template:
    values = np.random.default_rng(seed).standard_normal(mark.dims).astype(np.float32)
    return Template(mark, values / np.linalg.norm(values))
