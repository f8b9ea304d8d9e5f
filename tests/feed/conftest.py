"""A house with a media folder of its own and a screener that can be told what to say."""

from typing import Any

import pytest

from tests.feed.studio import Screener, finished


@pytest.fixture(autouse=True)
def _own_media(media_dir: Any) -> None:
    """Files of drafts never meet those of another test."""


@pytest.fixture
def draft(creator: Any) -> Any:
    return finished(creator)


@pytest.fixture(autouse=True)
def screener(monkeypatch: pytest.MonkeyPatch) -> Screener:
    one = Screener()
    monkeypatch.setattr("feed.captions.read", one.read)
    return one
