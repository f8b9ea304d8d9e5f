"""What is owed to be deleted elsewhere is asked for by the clock too."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from generation.engines.base import EngineError
from generation.engines.registry import capabilities_of
from generation.work import processors


class Elsewhere:
    def __init__(self, tell: Callable[[], None]) -> None:
        self.tidy = tell


def test_each_processor_is_asked_and_one_that_is_away_keeps_no_other_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def engine(name: str) -> Any:
        asked.append(name)
        return Elsewhere(lambda: away(name))

    def away(name: str) -> None:
        if name == "first":
            raise EngineError("processor_key_missing", permanent=False)
        asked.append(f"{name} tidied")

    outside = replace(capabilities_of("sketch"), processor="Example Farm, EU")
    found = {"first": outside, "here": capabilities_of("sketch"), "second": outside}
    monkeypatch.setattr(processors, "engine_names", lambda: tuple(found))
    monkeypatch.setattr(processors, "capabilities_of", found.__getitem__)
    monkeypatch.setattr(processors, "get_engine", engine)
    processors.tidy_processors()
    assert asked == ["first", "second", "second tidied"]
