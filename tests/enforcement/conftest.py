"""A house with a media folder of its own, something to report, and people who do."""

from typing import Any

import pytest

from tests.enforcement.decisions.stage import Stage, effects, set_up
from tests.feed.studio import Screener, published
from tests.staging import Staged


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


@pytest.fixture(scope="module")
def staged_house(staged: Staged) -> Stage:
    with staged.making() as patch:
        patch.setattr("feed.captions.read", Screener().read)
        stage = set_up()
        stage.untouched = effects(stage)
        return stage


@pytest.fixture
def stage(staged: Staged, staged_house: Stage, db: None, media_dir: Any) -> Stage:
    return staged.anew(staged_house)
