from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from pytest_django import Settings

from tests.moderation.monitor.server import Monitor, Respond, saying, serving

Against = Callable[..., Monitor]


@pytest.fixture
def against(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, db: None
) -> Iterator[Callable[..., Any]]:
    """`against(respond, …)`: the configured monitor is a local server that answers so."""
    with ExitStack() as servers:

        def point(*respond: Respond, key: str = "") -> Monitor:
            monitor = Monitor(list(respond) or saying())
            settings.MONITOR_URL = servers.enter_context(serving(monitor))
            settings.MONITOR_MODEL = "judge-1"
            settings.MONITOR_KEY = key
            settings.MONITOR_PROCESSOR = "Example; EU; none"
            monkeypatch.setattr("moderation.monitor.client.PAUSE_SECONDS", 0.001)
            return monitor

        yield point
