"""What reaches Django through the one port, and what does not."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from lib.asgi.bodies import BoundedBodies
from lib.asgi.router import Router, nothing_here
from lib.asgi.wsgi_bridge import bridge

Environ = dict[str, Any]
LIMIT = 1000


class Django:
    """A WSGI application that keeps what it was given."""

    def __init__(self) -> None:
        self.seen: list[Environ] = []
        self.bodies: list[bytes] = []

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.seen.append(environ)
        self.bodies.append(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        start_response("200 OK", [("X-One", "a"), ("X-One", "b")])
        return [b"fine"]


@pytest.fixture
def django() -> Django:
    return Django()


@pytest.fixture
def client(django: Django) -> TestClient:
    return TestClient(bridge(django, threads=2, body_limit=LIMIT))


def call(app: Any, scope: Scope, *incoming: Message) -> list[Message]:
    """Run one request by hand; what the client would have received."""
    sent: list[Message] = []

    async def run() -> None:
        waiting = list(incoming)

        async def receive() -> Message:
            if not waiting:
                await asyncio.sleep(3600)
            return waiting.pop(0)

        async def send(message: Message) -> None:
            sent.append(message)

        async with asyncio.timeout(20):  # only how long a broken product keeps us waiting
            await app(scope, receive, send)

    asyncio.run(run())
    return sent


def http(method: str = "POST", *headers: tuple[bytes, bytes], query: bytes = b"") -> Scope:
    return {
        "type": "http", "method": method, "path": "/x", "raw_path": b"/x", "query_string": query,
        "http_version": "1.1", "scheme": "http", "headers": list(headers), "root_path": "",
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip


def test_a_body_up_to_the_limit_arrives_whole(client: TestClient, django: Django) -> None:
    response = client.post("/x", content=b"y" * LIMIT)
    assert response.status_code == 200
    assert response.headers.get_list("x-one") == ["a", "b"]
    assert django.bodies == [b"y" * LIMIT]


def test_a_body_without_a_length_arrives_too(client: TestClient, django: Django) -> None:
    chunks = iter([b"a" * 300, b"b" * 300])
    assert client.post("/x", content=chunks).status_code == 200
    assert django.bodies == [b"a" * 300 + b"b" * 300]
    assert "HTTP_TRANSFER_ENCODING" not in django.seen[0]


def test_an_announced_giant_is_refused_unread(django: Django) -> None:
    app = bridge(django, threads=1, body_limit=LIMIT)
    sent = call(app, http("POST", (b"content-length", b"9000000000")))  # a read would hang
    assert sent[0]["status"] == 413
    assert b'"too_large"' in sent[1]["body"]
    assert django.seen == []


def test_an_unannounced_giant_is_refused_once_it_shows(django: Django) -> None:
    app = bridge(django, threads=1, body_limit=LIMIT)
    chunk: Message = {"type": "http.request", "body": b"z" * 600, "more_body": True}
    sent = call(app, http("POST", (b"transfer-encoding", b"chunked")), chunk, chunk)
    assert sent[0]["status"] == 413
    assert django.seen == []


def test_a_sender_that_never_ends_costs_no_thread(django: Django) -> None:
    app = BoundedBodies(bridge(django, threads=1, body_limit=LIMIT), limit=LIMIT, seconds=0.05)
    chunk: Message = {"type": "http.request", "body": b"z", "more_body": True}
    sent = call(app, http(), chunk)
    assert sent[0]["status"] == 408
    assert b'"request_timeout"' in sent[1]["body"]
    assert django.seen == []


def test_a_client_that_leaves_while_sending_is_not_answered(django: Django) -> None:
    app = bridge(django, threads=1, body_limit=LIMIT)
    chunk: Message = {"type": "http.request", "body": b"z", "more_body": True}
    assert call(app, http(), chunk, {"type": "http.disconnect"}) == []
    assert django.seen == []


def test_cookies_in_several_headers_are_one_cookie_header(django: Django) -> None:
    app = bridge(django, threads=1, body_limit=LIMIT)
    end: Message = {"type": "http.request", "body": b"", "more_body": False}
    call(app, http("GET", (b"cookie", b"a=1"), (b"cookie", b"b=2")), end)
    assert django.seen[0]["HTTP_COOKIE"] == "a=1; b=2"


def test_an_underscore_never_passes_for_a_hyphen(django: Django) -> None:
    app = bridge(django, threads=1, body_limit=LIMIT)
    end: Message = {"type": "http.request", "body": b"", "more_body": False}
    call(app, http("GET", (b"x_forwarded_for", b"6.6.6.6"), (b"x-device-id", b"d")), end)
    assert "HTTP_X_FORWARDED_FOR" not in django.seen[0]
    assert django.seen[0]["HTTP_X_DEVICE_ID"] == "d"


def test_a_query_outside_ascii_does_not_break_the_bridge(django: Django) -> None:
    app = bridge(django, threads=1, body_limit=LIMIT)
    end: Message = {"type": "http.request", "body": b"", "more_body": False}
    sent = call(app, http("GET", query=b"q=\xc3\xa9&r=%20+&s=1"), end)
    assert sent[0]["status"] == 200
    assert django.seen[0]["QUERY_STRING"] == "q=%C3%A9&r=%20+&s=1"


def test_a_client_that_leaves_while_being_answered_frees_its_thread() -> None:
    def endless(environ: Environ, start_response: Callable[..., Any]) -> Iterator[bytes]:
        start_response("200 OK", [])
        yield from (b"x" * 1000 for _ in range(200))

    async def run() -> int:
        app = bridge(endless, threads=1, body_limit=LIMIT)
        end: Message = {"type": "http.request", "body": b"", "more_body": False}
        failures = 0

        async def receive() -> Message:
            return end

        async def gone(message: Message) -> None:
            nonlocal failures
            failures += 1
            raise OSError("the client is gone")

        async with asyncio.timeout(10):
            for _ in range(3):  # a thread that hung would never come to the second
                await app(http("GET"), receive, gone)
        return failures

    assert asyncio.run(run()) == 3, "nothing is sent to somebody who is gone"


def test_each_kind_of_request_finds_its_application() -> None:
    def named(name: str) -> Any:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await send({"type": name})

        return app

    router = Router(
        sockets=named("sockets"),
        media=named("media"),
        uploads=named("uploads"),
        rest=named("rest"),
    )
    for kind, path, expected in [
        ("websocket", "/ws/v1", "sockets"),
        ("websocket", "/media/x", "sockets"),
        ("http", "/media/x", "media"),
        ("http", "/mediaeval", "rest"),
        ("http", "/incoming/x", "uploads"),
        ("http", "/incomings", "rest"),
        ("http", "/api/v1/me", "rest"),
    ]:
        assert call(router, {"type": kind, "path": path}) == [{"type": expected}]


def test_the_router_answers_for_its_life() -> None:
    router = Router(sockets=nothing_here, media=nothing_here, rest=nothing_here)
    with TestClient(router) as client:  # sends startup and shutdown and waits for both
        assert client.get("/x").json()["errors"][0]["code"] == "not_found"
