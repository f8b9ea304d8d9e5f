from typing import Any

import pytest

from lib import events


def hear(monkeypatch: pytest.MonkeyPatch, *types: type[events.Event]) -> list[Any]:
    """A list that fills with the events of these types."""
    got: list[Any] = []
    for one in types:
        monkeypatch.setitem(events._handlers, one, [*events._handlers[one], got.append])
    return got
