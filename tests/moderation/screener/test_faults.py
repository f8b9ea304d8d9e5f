"""Whatever one detector does, the others' answers stand and its own is "not assessed"."""

import math
import threading
from typing import Any

import pytest

from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category
from tests.embedded.support import eventually
from tests.moderation.screener.conftest import Start
from tests.moderation.screener.fakes import Behaviour, Fake, finding


def _raises(*_: Any) -> Any:
    raise RuntimeError("the text itself, which no log may hold")


def _nan(*_: Any) -> Any:
    hit = Hit(Category.HATE, 0.1)
    object.__setattr__(hit, "score", math.nan)
    return Answer("bad", "1", {Category.HATE: Coverage.ASSESSED}, (hit,))


BROKEN: dict[str, Behaviour] = {
    "raises": _raises,
    "NaN": _nan,
    "nothing": lambda *_: None,
    "a dict": lambda *_: {"flagged": False},
    "another's name": lambda *_: Answer("good", "1", {Category.HATE: Coverage.ASSESSED}),
    "unknown category": lambda *_: Answer("bad", "1", {"bliss": Coverage.ASSESSED}),  # type: ignore[dict-item]
    "no level": lambda *_: Answer("bad", "1", {Category.HATE: "all"}),  # type: ignore[dict-item]
    "a place beyond the text": lambda *_: Answer(
        "bad", "1", {Category.HATE: Coverage.ASSESSED}, (Hit(Category.HATE, 0, start=0, end=99),)
    ),
    "hits that are none": lambda *_: Answer("bad", "1", {}, ("hate",)),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("behaviour", BROKEN.values(), ids=BROKEN)
def test_a_broken_detector_assesses_nothing_and_the_others_stand(
    screener: Start, behaviour: Behaviour
) -> None:
    client = screener(Fake("bad", behaviour), finding("good", Category.HATE, 0.2))
    (result,) = client.post("/v1/moderations", json={"input": "x y"}).json()["results"]
    bad, good = result["zoetrope"]["answers"]
    assert bad == {
        "detector": "bad", "version": "1", "coverage": {}, "hits": [], "depicts_minor": None
    }  # fmt: skip
    assert good["coverage"] == {"hate": "assessed"}
    assert good["hits"][0]["score"] == 0.2


def test_a_client_that_reads_only_flagged_never_takes_silence_for_innocence(
    screener: Start,
) -> None:
    client = screener(Fake("bad", _raises), finding("good", Category.HATE, 0))
    (result,) = client.post("/v1/moderations", json={"input": "x"}).json()["results"]
    assert result["flagged"] is True
    assert not any(result["categories"].values())


def test_a_hung_detector_is_left_alone_until_it_returns(screener: Start) -> None:
    released, calls = threading.Event(), []

    def hangs(text: str, surface: object) -> Answer:
        calls.append(text)
        if text == "poison":
            released.wait(120)
        return Answer("slow", "1", {Category.HATE: Coverage.ASSESSED})

    client = screener(Fake("slow", hangs), finding("good", Category.SEXUAL, 0.2), seconds=5)

    def coverage(text: str) -> tuple[Any, Any]:
        (result,) = client.post("/v1/moderations", json={"input": text}).json()["results"]
        slow, good = result["zoetrope"]["answers"]
        return slow["coverage"], good["coverage"]

    assert coverage("poison") == ({}, {"sexual": "assessed"})
    assert client.get("/healthz").json()["detectors"][0]["hung"] is True
    for number in range(40):  # far more than it has threads
        assert coverage(f"later {number}") == ({}, {"sexual": "assessed"})
    assert calls == ["poison"]
    released.set()
    assert eventually(lambda: not client.get("/healthz").json()["detectors"][0]["hung"])
    assert coverage("after") == ({"hate": "assessed"}, {"sexual": "assessed"})


def test_waiting_in_line_is_not_hanging(screener: Start) -> None:
    """32 texts of 0.4 s each take longer, by four at once, than one may; all are assessed."""

    def works(*_: Any) -> Answer:
        threading.Event().wait(0.4)
        return Answer("slow", "1", {Category.HATE: Coverage.ASSESSED})

    client = screener(Fake("slow", works), seconds=3)
    body = client.post("/v1/moderations", json={"input": ["x"] * 32}).json()
    coverages = [result["zoetrope"]["answers"][0]["coverage"] for result in body["results"]]
    assert coverages == [{"hate": "assessed"}] * 32


def test_a_long_text_gets_more_time_than_a_short_one(screener: Start) -> None:
    def works(*_: Any) -> Answer:
        threading.Event().wait(1.5)
        return Answer("slow", "1", {Category.HATE: Coverage.ASSESSED})

    client = screener(Fake("slow", works), seconds=1)

    def coverage(text: str) -> Any:
        (result,) = client.post("/v1/moderations", json={"input": text}).json()["results"]
        return result["zoetrope"]["answers"][0]["coverage"]

    assert coverage("x" * 8000) == {"hate": "assessed"}
    assert coverage("x") == {}
