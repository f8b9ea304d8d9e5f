"""A local stand-in for exchanges: each request is answered by what the test says."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Told:
    """`cut`: the body ends before the length that was announced."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False


Answerer = Callable[[Asked], Told]


@dataclass
class StandIn:
    url: str = ""
    answer: Answerer = lambda asked: Told(500)
    asked: list[Asked] = field(default_factory=list)

    def in_turn(self, *answers: Told) -> None:
        """The last one again and again."""
        left = list(answers)
        self.answer = lambda asked: left.pop(0) if len(left) > 1 else left[0]


def told(content: Any, **more: Any) -> Told:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Told(200, body, **more)


@contextmanager
def serving() -> Iterator[StandIn]:
    standin = StandIn()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            parts = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            names = {key.lower(): value for key, value in self.headers.items()}
            asked = Asked(self.command, parts.path, query, names, self.rfile.read(length))
            standin.asked.append(asked)
            answer = standin.answer(asked)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            extra = 100 if answer.cut else 0
            self.send_header("Connection", "close")
            self.send_header("Content-Length", str(len(answer.body) + extra))
            self.end_headers()
            self.wfile.write(answer.body)
            self.close_connection = True

        do_GET = do_POST = do_PUT = _any  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    standin.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield standin
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
