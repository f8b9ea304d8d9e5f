"""A house with a media folder of its own, something to report, and people who do."""

from typing import Any

import pytest

from tests.feed.studio import Screener, published


@pytest.fixture(autouse=True)
def _own_media(media_dir: Any) -> None:
    """Files never meet those of another test."""


@pytest.fixture(autouse=True)
def screener(monkeypatch: pytest.MonkeyPatch) -> Screener:
    one = Screener()
    monkeypatch.setattr("feed.captions.read", one.read)
    return one


@pytest.fixture
def post(creator: Any) -> Any:
    return published(creator)
