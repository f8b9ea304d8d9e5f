"""The operator's matching service: asked in full, believed only in full."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pytest_django import Settings

from lib.media.frames import SampledFrame
from moderation import csam
from moderation.answers import Answer, Basis, Coverage
from moderation.categories import Category, Surface
from moderation.csam.client import LONGEST_ANSWER
from moderation.csam.detector import BATCH
from moderation.detectors.base import Source
from moderation.files import FileDigests
from moderation.inspection.looking import Looker
from tests.moderation.banks.material import grain
from tests.moderation.banks.standin import StandIn, Told, serving, told
from tests.moderation.csam.service import harmless, knows, scores, serve

FILES = FileDigests("0" * 32, "1" * 40)


def looked(*seeds: int, files: FileDigests | None = FILES, seconds: float = 60.0) -> Answer:
    """What it says of a film of these pictures."""
    service = csam.build()
    assert service is not None
    detector = replace(service, files=files, seconds=seconds)
    looker = Looker(detector, Source(draws=None), seconds=300)
    for number, seed in enumerate(seeds):
        looker.look(SampledFrame(number, number / 2, grain(seed)))
    [(surface, answer)] = looker.answers()
    looker.close()
    assert surface == Surface.FRAME
    assert looker.failed is not assessed(answer), "its silence is a failure of it"
    return answer


def assessed(answer: Answer) -> bool:
    return dict(answer.coverage) == {Category.CHILD_SAFETY: Coverage.ASSESSED}


def test_every_frame_and_the_file_are_asked_about(service: StandIn) -> None:
    count = BATCH + 3
    answer = looked(*range(count))
    assert assessed(answer)
    assert [hit.score for hit in answer.hits] == [0.01]
    assert answer.version == "1/stand-in/1"
    items = [item for asked in service.asked for item in json.loads(asked.body)["items"]]
    assert [item["kind"] for item in items] == ["file"] + ["image"] * count
    assert items[0]["hashes"] == {"md5": FILES.md5, "sha1": FILES.sha1}
    assert {asked.headers["authorization"] for asked in service.asked} == {"Bearer a key"}
    assert {asked.path for asked in service.asked} == {"/v1/match"}
    told_of = {key for item in items for key in item}
    assert told_of == {"id", "kind", "hashes", "image"}, "no person, no words, no id of ours"


@pytest.mark.parametrize(("exchange", "basis"), [("ncmec", Basis.TRUSTED_EXCHANGE), ("x", None)])
def test_a_known_picture_is_found_with_its_time(
    service: StandIn, exchange: str, basis: Basis | None
) -> None:
    serve(service, knows(2, exchange=exchange))
    match = looked(1, 2).hits[0]
    assert (match.category, match.score, match.start_s) == (Category.CHILD_SAFETY, 1.0, 0.5)
    assert (match.term, match.basis) == (f"{exchange}:7-e1", basis)


def test_a_known_file_is_found(service: StandIn) -> None:
    serve(service, knows(md5=FILES.md5))
    match = looked(1).hits[0]
    assert (match.score, match.start_s, match.basis) == (1.0, None, Basis.TRUSTED_EXCHANGE)


def test_a_score_alone_has_no_basis(service: StandIn) -> None:
    serve(service, scores(0.99))
    [hit] = looked(1).hits
    assert (hit.score, hit.basis) == (0.99, None)


def half(item: dict[str, Any]) -> dict[str, Any]:
    return {} if item["id"] == "1" else harmless(item)


def twice(item: dict[str, Any]) -> dict[str, Any]:
    return {**harmless(item), "id": "0"}


def without(key: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda item: {name: value for name, value in harmless(item).items() if name != key}


def with_(**more: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda item: {**harmless(item), **more}


NONSENSE = {
    "half": half,
    "one id for all": twice,
    "no id": without("id"),
    "no match": without("match"),
    "no score": without("score"),
    "a number for an id": with_(id=0),
    "an unknown match": with_(match="maybe"),
    "a match of nobody": with_(match="known"),
    "a match without an entry": with_(match="known", exchange="ncmec"),
    "a name too long": with_(match="known", exchange="n" * 65, entry="e"),
    "a name that is none": with_(match="known", exchange="ncmec", entry=""),
    "NaN": with_(score=math.nan),
    "endless": with_(score=math.inf),
    "above one": with_(score=1.01),
    "below nothing": with_(score=-0.01),
    "true": with_(score=True),
    "words": with_(score="0.5"),
}


@pytest.mark.parametrize("fault", NONSENSE)
def test_an_answer_that_is_none_assesses_nothing(service: StandIn, fault: str) -> None:
    serve(service, NONSENSE[fault])
    answer = looked(1, 2)
    assert (dict(answer.coverage), answer.hits) == ({}, ())


@pytest.mark.parametrize(
    "changes", [{"version": 2}, {"items": []}, {"items": None}, {"service": 4}], ids=str
)
def test_another_shape_assesses_nothing(service: StandIn, changes: dict[str, Any]) -> None:
    serve(service, **changes)
    assert not assessed(looked(1))


BROKEN = {
    "500": Told(500),
    "401": Told(401),
    "204": Told(204),
    "a redirect": Told(307, headers={"Location": "/v1/match"}),
    "no JSON": Told(200, b"fine!"),
    "a list": told([]),
    "deep": Told(200, b"[" * 100_000),
    "cut": Told(200, b'{"version": 1', cut=True),
    "endless": Told(200, b" " * (LONGEST_ANSWER + 1)),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_service_assesses_nothing(service: StandIn, fault: str) -> None:
    service.in_turn(BROKEN[fault])
    assert not assessed(looked(1))


def test_one_failed_request_of_several_assesses_nothing(service: StandIn) -> None:
    serve(service)
    good = service.answer
    service.answer = lambda asked: Told(500) if len(service.asked) == 2 else good(asked)
    assert not assessed(looked(*range(3 * BATCH)))
    assert len(service.asked) == 2, "it is not asked on"


def test_a_slow_service_is_not_waited_for(service: StandIn) -> None:
    import threading

    gone = threading.Event()

    def late(_: object) -> Told:
        gone.wait(20)
        return Told(200)

    service.answer = late
    try:
        assert not assessed(looked(1, seconds=0.2))
    finally:
        gone.set()


def test_a_service_that_is_not_there(service: StandIn, settings: Settings) -> None:
    settings.CSAM_SERVICE_URL = "http://127.0.0.1:1"
    assert not assessed(looked(1))


def test_nothing_seen_is_nothing_assessed(service: StandIn) -> None:
    assert not assessed(looked())


def test_pictures_do_not_go_over_plain_http_elsewhere(
    service: StandIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as other:
        serve(other)
        monkeypatch.setattr("moderation.csam.client.is_sound", lambda url: False)
        settings.CSAM_SERVICE_URL = other.url
        assert not assessed(looked(1))
        assert other.asked == []


@pytest.mark.parametrize(
    ("url", "sound"),
    [
        ("https://matcher.example.org", True), ("http://127.0.0.1:9", True),
        ("http://[::1]:9", True), ("http://localhost", True), ("http://example.org", False),
        ("http://127.0.0.1.example.org", False), ("ftp://127.0.0.1", False), ("", False),
        ("https://", False), ("http://10.0.0.1", False), ("http://[bad", False),
    ],
)  # fmt: skip
def test_where_pictures_may_go(url: str, sound: bool) -> None:
    from moderation.addresses import is_sound

    assert is_sound(url) is sound


def test_no_service_no_detector(settings: Settings) -> None:
    settings.CSAM_SERVICE_URL = ""
    assert csam.build() is None
