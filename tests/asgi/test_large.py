"""Bodies that are larger than JSON: which, whose, how many at once, how slowly they may come."""

import asyncio
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Message

from enforcement.api.larger import larger_body
from enforcement.limits import ATTACHMENT_BYTES
from lib.asgi import bodies
from lib.asgi.bodies import BoundedBodies
from lib.asgi.large import AGAIN_AFTER, AT_ONCE, OF_ONE_NETWORK
from lib.asgi.wsgi_bridge import bridge
from tests.asgi.test_bridge import LIMIT, Django, call, http

NAMED = {"Authorization": "Bearer x"}
PICTURE = bytes(3 * LIMIT)


@pytest.fixture
def django() -> Django:
    return Django()


def bounded(django: Django, **also: Any) -> BoundedBodies:
    """The path `/pictures` takes three times as much as any other."""
    larger = {"/pictures": 3 * LIMIT}
    app = bridge(django, threads=1, body_limit=3 * LIMIT)
    return BoundedBodies(app, limit=LIMIT, larger=lambda path: larger.get(path, 0), **also)


def test_a_few_paths_take_larger_bodies_and_no_other_does(django: Django) -> None:
    """Told by Content-Length, or counted where it does not say."""
    larger = {"/pictures": 3 * LIMIT}
    app = bridge(django, threads=2, body_limit=LIMIT, larger=lambda path: larger.get(path, 0))
    client = TestClient(app, headers=NAMED)
    assert client.post("/pictures", content=PICTURE).status_code == 200
    assert client.post("/pictures", content=iter([PICTURE])).status_code == 200
    assert client.post("/pictures", content=PICTURE + b"x").status_code == 413
    assert client.post("/pictures", content=iter([PICTURE + b"x"])).status_code == 413
    assert client.post("/other", content=bytes(LIMIT + 1)).status_code == 413
    untold = client.post("/other", content=b"", headers={"Content-Length": "9" * 5000})
    assert untold.status_code == 200  # no number that anybody means: what comes is counted
    assert [len(body) for body in django.bodies][:2] == [3 * LIMIT] * 2


def test_without_a_token_there_is_no_room_for_one(django: Django) -> None:
    client = TestClient(bounded(django))
    refused = client.post("/pictures", content=PICTURE)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (401, "not_authenticated")
    assert client.post("/pictures", content=iter([PICTURE])).status_code == 401
    assert client.post("/pictures", content=b"small").status_code == 200
    assert len(django.bodies) == 1


def test_whoever_reads_there_needs_no_room(django: Django) -> None:
    """A GET says no length, and sends nothing; one that does sends no more than to any path."""
    app = bounded(django)
    client = TestClient(app, client=("203.0.113.7", 1))
    app.room.held["203.0.113.7"] = OF_ONE_NETWORK
    assert client.get("/pictures").status_code == 200
    assert client.head("/pictures").status_code == 200
    assert client.request("GET", "/pictures", content=bytes(LIMIT + 1)).status_code == 413
    assert client.request("GET", "/pictures", content=iter([PICTURE])).status_code == 413


def test_one_network_has_some_of_the_room_and_not_all(django: Django) -> None:
    app = bounded(django)
    here = TestClient(app, headers=NAMED, client=("203.0.113.7", 1))
    there = TestClient(app, headers=NAMED, client=("203.0.113.8", 1))
    app.room.held["203.0.113.7"] = OF_ONE_NETWORK
    full = here.post("/pictures", content=PICTURE)
    assert (full.status_code, full.headers["Retry-After"]) == (429, str(AGAIN_AFTER))
    assert here.post("/pictures", content=b"small").status_code == 200
    assert there.post("/pictures", content=PICTURE).status_code == 200
    assert app.room.held == {"203.0.113.7": OF_ONE_NETWORK}


def test_all_together_have_so_much_and_no_more(django: Django) -> None:
    app = bounded(django)
    app.room.held.update({f"198.51.100.{one}": 1 for one in range(AT_ONCE)})
    client = TestClient(app, headers=NAMED, client=("203.0.113.8", 1))
    assert client.post("/pictures", content=PICTURE).status_code == 429
    del app.room.held["198.51.100.0"]
    assert client.post("/pictures", content=PICTURE).status_code == 200


def test_behind_a_proxy_the_network_is_the_one_that_it_saw(django: Django, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    app = bounded(django)
    app.room.held["203.0.113.7"] = OF_ONE_NETWORK
    client = TestClient(app, headers=NAMED, client=("10.0.0.1", 1))
    said = [{"X-Forwarded-For": f"203.0.113.9, {one}"} for one in ("203.0.113.7", "203.0.113.8")]
    answers = [client.post("/pictures", content=PICTURE, headers=one) for one in said]
    assert [one.status_code for one in answers] == [429, 200]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "GRACE", 0.05)


@pytest.mark.usefixtures("impatient")
def test_whoever_sends_nothing_is_let_go_long_before_the_time_of_the_largest(
    django: Django,
) -> None:
    """Hours would be its time; the caller's own patience is 20 seconds."""
    app = bounded(django, seconds=3600, pace=1)
    chunk: Message = {"type": "http.request", "body": b"z", "more_body": True}
    scope = http("POST", (b"authorization", b"Bearer x"), (b"content-length", b"3000"))
    sent = call(app, {**scope, "path": "/pictures"}, chunk)
    assert sent[0]["status"] == 408
    assert not app.room.held


@pytest.mark.usefixtures("impatient")
def test_whoever_keeps_the_pace_has_the_whole_time(django: Django) -> None:
    app = bounded(django, pace=LIMIT / 20)
    parts = [bytes(LIMIT)] * 3

    async def run() -> int:
        waiting = list(parts)
        statuses: list[int] = []

        async def receive() -> Message:
            if len(waiting) < len(parts):
                await asyncio.sleep(0.2)  # more than the grace, less than what came has earned
            part = waiting.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(waiting)}

        async def send(message: Message) -> None:
            statuses.extend([message["status"]] if "status" in message else [])

        scope = http("POST", (b"authorization", b"Bearer x"), (b"content-length", b"3000"))
        await app({**scope, "path": "/pictures"}, receive, send)
        return statuses[0]

    assert asyncio.run(run()) == 200


def test_the_pace_is_one_that_a_poor_line_keeps() -> None:
    """As such a line sends it, with the grace to begin."""
    poor = 300_000 / 8  # bytes a second
    for size in (600_000, 1_500_000, ATTACHMENT_BYTES):
        assert size / poor < bodies.GRACE + size / bodies.PACE


def test_only_pictures_beside_reports_are_larger() -> None:
    report = "/api/v1/reports/rep_01kaj9zk5m6n7p8q9r0s1t2v3w"
    assert larger_body(f"{report}/attachments") == ATTACHMENT_BYTES
    for path in (report, f"{report}/attachments/", f"{report}/attachments/x", "/api/v1/reports"):
        assert larger_body(path) == 0
