from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from generation.engines.base import FPS
from tests.generation.studio import Puppet, quick_checks


@pytest.fixture(scope="session")
def blank_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds of grey, 720x1280, made once."""
    import numpy as np

    from lib.media.writer import Mp4Writer

    path = tmp_path_factory.mktemp("films") / "grey.mp4"
    grey = np.full((1280, 720, 3), 90, np.uint8)
    with Mp4Writer(path, width=720, height=1280, fps=FPS) as film:
        for _ in range(4 * FPS):
            film.write_frame(grey)
    return path


@pytest.fixture
def puppet(
    blank_film: Path, media_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Puppet]:
    """`puppet(*steps)` becomes the engine that workers of this test use."""

    def use(*steps: Any) -> Puppet:
        engine = Puppet(blank_film, steps or (0.0, 0.5, 1.0))
        monkeypatch.setattr("generation.work.rendering.get_engine", lambda _: engine)
        quick_checks(monkeypatch)
        return engine

    return use


@pytest.fixture
def lead(moderator: Any) -> User:
    """Somebody who may decide."""
    User.objects.filter(pk=moderator.pk).update(is_superuser=True)
    return User.objects.get(pk=moderator.pk)
