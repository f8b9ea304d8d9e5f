from pathlib import Path

import pytest

from tests.media.clips import write_clip


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds, 64 x 64, 48 frames, with a tone all through."""
    return write_clip(tmp_path_factory.mktemp("media") / "clip.mp4", sound=2.0)
