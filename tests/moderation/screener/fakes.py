"""Detectors and servers that misbehave as their names say."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface

Behaviour = Callable[[str, Surface], Any]


class Fake:
    """A detector whose answer is whatever `behaviour` returns."""

    version = "1"

    def __init__(self, name: str, behaviour: Behaviour) -> None:
        self.name = name
        self.behaviour = behaviour

    def assess(self, text: str, *, surface: Surface) -> Answer:
        answer: Answer = self.behaviour(text, surface)
        return answer


def finding(name: str, category: Category, score: float) -> Fake:
    """Finds the same in every text, over its whole length."""
    return Fake(
        name,
        lambda text, surface: Answer(
            name,
            "1",
            {category: Coverage.ASSESSED},
            (Hit(category, score, start=0, end=len(text)),),
        ),
    )


@contextmanager
def stub_server(respond: Callable[[BaseHTTPRequestHandler, bytes], None]) -> Iterator[str]:
    """An HTTP/1.1 server on a free port; `respond(handler, body)` writes each whole answer."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            respond(self, self.rfile.read(int(self.headers["content-length"])))

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that goes away in the middle is what these tests are about."""

    server = Quiet(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
