"""What is owed to be deleted elsewhere is asked for by the clock too."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from structlog.testing import capture_logs

from config.demo.stand_ins.videos.farm import Farm
from generation.engines import registry
from generation.engines.base import EngineError
from generation.engines.remote.configured import entry
from generation.models import ProcessorDebt
from generation.work import processors
from tests.engines.remote.conftest import PROCESSOR, due, noted, owe
from tests.engines.remote.deeds import status


class Elsewhere:
    def __init__(self, tell: Callable[[], None]) -> None:
        self.tidy = tell


@pytest.fixture(autouse=True)
def engines_of_its_own(db: None) -> Iterator[None]:
    registry.get_engine.cache_clear()
    yield
    registry.get_engine.cache_clear()


def test_each_server_is_asked_and_one_that_is_away_keeps_no_other_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def engine(name: str) -> Any:
        asked.append(name)
        return Elsewhere(lambda: away(name))

    def away(name: str) -> None:
        if name == "first":
            raise EngineError("processor_away", permanent=False)
        if name == "here":
            raise OperationalError("the database went away")
        asked.append(f"{name} tidied")

    found = {"first": "one", "drawn": "", "here": "three", "second": "two"}
    monkeypatch.setattr(processors, "engine_names", lambda: tuple(found))
    monkeypatch.setattr(processors, "server_of", found.__getitem__)
    monkeypatch.setattr(processors, "get_engine", engine)
    processors.tidy_processors()
    assert asked == ["first", "here", "second", "second tidied"]


def test_whoever_is_owed_by_for_the_longest_is_asked_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the time runs out in one round, those at its end come first in the next."""
    asked: list[str] = []
    found = {"a": "one", "b": "two", "c": "three", "d": "four"}
    monkeypatch.setattr(processors, "engine_names", lambda: tuple(found))
    monkeypatch.setattr(processors, "server_of", found.__getitem__)
    monkeypatch.setattr(
        processors, "get_engine", lambda name: Elsewhere(lambda: asked.append(name))
    )
    now = timezone.now()
    for server, minutes in {"one": -5, "two": 10, "three": 30}.items():
        ProcessorDebt.objects.create(
            engine="x", server=server, video="v", next_at=now - timedelta(minutes=minutes)
        )
    processors.tidy_processors()
    assert asked == ["c", "b", "a", "d"]


def test_a_server_on_this_machine_is_asked_too(farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    one = entry("farm", {"url": farm.url})
    monkeypatch.setitem(registry._ENGINES, "farm", one)
    owe(one.server, "video_1")
    with capture_logs() as said:
        processors.tidy_processors()
    assert [ask.path for ask in farm.of("delete")] == ["/v1/videos/video_1"]
    assert noted() == []
    assert [line for line in said if line["log_level"] == "error"] == []


def test_one_key_is_not_asked_for_what_is_owed_by_another(
    farm: Farm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the same URL: it is told that there is no such video, which is true of its account."""
    monkeypatch.setenv("FIRST_KEY", "key-1")
    monkeypatch.setenv("OTHER_KEY", "key-2")
    farm.does("delete", status(404, {"detail": "Video not found"}))

    def tidied(table: dict[str, Any]) -> list[str]:
        """With which keys it is asked where this is the table."""
        farm.asked.clear()
        monkeypatch.setitem(registry._ENGINES, "farm", entry("farm", {"url": farm.url, **table}))
        registry.get_engine.cache_clear()
        processors.tidy_processors()
        return [one.headers["authorization"] for one in farm.of("delete")]

    first = entry("farm", {"url": farm.url, "key_variable": "FIRST_KEY"})
    owe(first.server, "video_1")
    assert tidied({"key_variable": "OTHER_KEY"}) == []
    assert due() == ["video_1"]
    assert tidied({"key_variable": "FIRST_KEY"}) == ["Bearer key-1"]
    assert noted() == []
    owe(first.server, "video_2")
    assert tidied({"key_variable": "FIRST_KEY", "account": "another"}) == []
    assert tidied({"key_variable": "OTHER_KEY", "account": "FIRST_KEY"}) == ["Bearer key-2"]


def test_another_server_is_not_asked_for_what_the_first_one_owes(
    farm: Farm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the same name: it would answer that it has no such video."""
    first = entry("farm", {"url": "https://first.example", "processor": PROCESSOR})
    farm.does("delete", status(404, {"detail": "Video not found"}))
    monkeypatch.setitem(registry._ENGINES, "farm", entry("farm", {"url": farm.url}))
    owe(first.server, "video_1")
    with capture_logs() as said:
        processors.tidy_processors()
    assert farm.asked == []
    assert due() == ["video_1"]
    (told,) = [line for line in said if line["log_level"] == "error"]
    assert (told["event"], told["server"], told["videos"]) == (
        "remote_deletion_of_no_table", first.server, 1,
    )  # fmt: skip
    assert told["engine"] == "farm"
