"""A real vault; what the gate and the detectors of films say is said by the test."""

from collections.abc import Callable
from typing import Any

import pytest

from cameos.characters import preparing
from tests.cameos.characters.steps import Studio
from tests.cameos.intake.sight import Sight, watched
from tests.client import Api


@pytest.fixture
def sight(vault: None, monkeypatch: pytest.MonkeyPatch) -> Sight:
    return watched(preparing, monkeypatch)


@pytest.fixture
def studio(api: Api, creator: Any, sight: Sight, deliver: Callable[[], int]) -> Studio:
    return Studio(api, creator, deliver)
