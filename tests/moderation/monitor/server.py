"""A chat server over real HTTP that answers as a test says, well or badly."""

import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from moderation.categories import Category
from tests.moderation.screener.fakes import send, stub_server

NONCE = re.compile(r"<data-([0-9a-f]+)>")
Respond = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


def nonce_of(asked: dict[str, Any]) -> str:
    found = NONCE.search(asked["messages"][1]["content"][0]["text"])
    assert found
    return found.group(1)


def opinion(asked: dict[str, Any], /, drift: float = 0.0, minor: bool = False,
            **scores: Any) -> dict[str, Any]:  # fmt: skip
    """What a model would say: these scores, 0.01 for every other category."""
    return {
        "nonce": nonce_of(asked),
        "categories": {
            category.value: {
                "score": scores.get(category.value, 0.01),
                "reason": "depiction" if category.value in scores else "none",
                "part": None,
                "start": None,
                "end": None,
            }
            for category in Category
        },
        "depicts_minor": minor,
        "drift": drift,
    }


def envelope(content: str, *, finish: str = "stop") -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": content},
              "finish_reason": finish}  # fmt: skip
    return json.dumps({"id": "c-1", "model": "m", "choices": [choice]}).encode()


def saying(**said: Any) -> Respond:
    """A model that answers as it should."""

    def respond(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        send(handler, 200, envelope(json.dumps(opinion(asked, **said))))

    return respond


def writing(make: Callable[[dict[str, Any]], str], *, finish: str = "stop") -> Respond:
    """A model that writes what `make` makes of its good answer."""
    return lambda handler, asked: send(handler, 200, envelope(make(opinion(asked)), finish=finish))


def status(number: int, **headers: str) -> Respond:
    def respond(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        handler.send_response(number)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return respond


def silent(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    time.sleep(20)


def dripping(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(1000):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.02)


def half(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    """The connection is shut in the middle of a good answer."""
    whole = envelope(json.dumps(opinion(asked)))
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(whole)))
    handler.end_headers()
    handler.wfile.write(whole[: len(whole) // 2])
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def reset(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.close_connection = True
    handler.connection.close()


def huge(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    send(handler, 200, envelope("x" * 3_000_000))


@dataclass
class Monitor:
    """`respond` may be changed at any time; a list is used up one by one, its last for ever."""

    respond: Respond | list[Respond]
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        asked = json.loads(body)
        with self._lock:
            self.asked.append(asked)
            self.headers.append({name.lower(): value for name, value in handler.headers.items()})
            self.paths.append(handler.path)
            respond = self.respond
            if isinstance(respond, list):
                respond = respond.pop(0) if len(respond) > 1 else respond[0]
        respond(handler, asked)


@contextmanager
def serving(monitor: Monitor) -> Iterator[str]:
    with stub_server(monitor) as url:
        yield url
