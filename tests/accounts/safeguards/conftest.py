from collections.abc import Iterator

import pytest

from accounts.safeguards import layers as registry


@pytest.fixture
def layers() -> Iterator[None]:
    """Layers of the test go with it; it begins with none but our own."""
    before = dict(registry._layers)
    registry._layers.clear()
    yield
    registry._layers.clear()
    registry._layers.update(before)
