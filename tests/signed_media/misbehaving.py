"""A proxy before the store on loopback, that fails as networks and stores do."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

SLOW_DOWN = (
    b'<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code>'
    b"<Message>Please reduce your request rate.</Message></Error>"
)
DENIED = SLOW_DOWN.replace(b"SlowDown", b"AccessDenied")


class Proxy(ThreadingHTTPServer):
    """`fault` is asked of each request: None lets it through. `seen` are methods in order."""

    daemon_threads = True

    def __init__(self, upstream: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.upstream = urlsplit(upstream)
        self.fault: Callable[[str], str | None] = lambda _: None
        self.seen: list[str] = []
        self.ended = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def fail(self, fault: str, *, times: int = 1_000_000, method: str = "") -> None:
        """The next `times` requests of this method, or of all."""
        left = [times]

        def decide(asked: str) -> str | None:
            if left[0] and method in ("", asked):
                left[0] -= 1
                return fault
            return None

        self.fault = decide

    def heal(self) -> None:
        self.fault = lambda _: None

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up is what the test is about."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def _handle(self) -> None:
        self.server.seen.append(self.command)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.server.fault(self.command)
        if fault == "hang":
            self.server.ended.wait(20)
            self.close_connection = True
            return
        if fault == "reset":
            self._hang_up()
            return
        if fault in ("503", "403"):
            said = SLOW_DOWN if fault == "503" else DENIED
            self._answer(int(fault), {"Content-Type": "application/xml"}, said)
            return
        status, headers, content = self._upstream(body)
        if fault == "corrupt" and content:
            content = bytes([content[0] ^ 1]) + content[1:]
        if fault == "truncated":
            self._answer(status, headers, content, most=len(content) // 2)
            self._hang_up()
        elif fault == "trickle":
            self._trickle(status, headers, content)
        else:
            self._answer(status, headers, content)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _handle  # noqa: N815

    def _upstream(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection(self.server.upstream.netloc, timeout=20)
        hop = {"connection", "expect", "host"}
        headers = {name: value for name, value in self.headers.items() if name.lower() not in hop}
        connection.request(self.command, self.path, body=body, headers=headers)
        answer = connection.getresponse()
        content = answer.read()
        kept = {k: v for k, v in answer.getheaders() if k.lower() not in hop | {"date", "server"}}
        connection.close()
        return answer.status, kept, content

    def _begin(self, status: int, headers: dict[str, str], size: int) -> None:
        self.send_response(status)
        told = {k: v for k, v in headers.items() if k.lower() != "transfer-encoding"}
        if "content-length" not in {name.lower() for name in told}:
            told["Content-Length"] = str(size)
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()

    def _answer(
        self, status: int, headers: dict[str, str], content: bytes, most: int | None = None
    ) -> None:
        self._begin(status, headers, len(content))
        if self.command != "HEAD":
            self.wfile.write(content[:most])
            self.wfile.flush()

    def _trickle(self, status: int, headers: dict[str, str], content: bytes) -> None:
        """A byte now and then: no single read ever waits for long."""
        self._begin(status, headers, len(content))
        with suppress(OSError):
            for place in range(len(content)):
                self.wfile.write(content[place : place + 1])
                self.wfile.flush()
                if self.server.ended.wait(0.02):
                    return

    def _hang_up(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def misbehaving(upstream: str) -> Iterator[Proxy]:
    proxy = Proxy(upstream)
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield proxy
    finally:
        proxy.ended.set()
        proxy.shutdown()
        thread.join()
        proxy.server_close()
