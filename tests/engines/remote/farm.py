"""A server on loopback that speaks the Videos API as OpenAI, SGLang and vLLM-Omni do, over real
sockets; and one that misbehaves, where a test says how."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PATH = re.compile(r"/v1/videos(?:/(?P<id>[^/?]+)(?P<rest>/content|/cancel)?)?(?:\?.*)?")
OPERATIONS = {
    ("POST", False, None): "create",
    ("GET", True, None): "look",
    ("GET", True, "/content"): "content",
    ("DELETE", True, None): "delete",
    ("POST", True, "/cancel"): "cancel",
}


@dataclass
class Asked:
    """One request as it arrived. `fields`: of a form or JSON; `files`: name, type, bytes."""

    operation: str
    path: str
    headers: dict[str, str]
    fields: dict[str, Any] = field(default_factory=dict)
    files: list[tuple[str, str, bytes]] = field(default_factory=list)
    raw: bytes = b""


@dataclass
class Job:
    """A video that somebody asked for; done at the look after `looks`."""

    id: str
    fields: dict[str, Any]
    looks: int
    seen: int = 0

    def as_json(self, **changes: Any) -> dict[str, Any]:
        done = self.seen >= self.looks
        status = "completed" if done else "in_progress" if self.seen else "queued"
        return {
            "id": self.id,
            "object": "video",
            "model": self.fields.get("model") or "a-model",
            "prompt": self.fields["prompt"],
            "status": status,
            "progress": 100 if done else int(100 * self.seen / self.looks),
            "created_at": int(time.time()),
            "size": self.fields.get("size", "720x1280"),
            "seconds": str(self.fields.get("seconds", "4")),
            "error": None,
            **changes,
        }


Deed = Callable[["Handler", "Asked", "Job | None"], None]


@dataclass
class Farm:
    """`instead`: what it does in place of answering well, by operation; one after another, the
    last again and again, `None` for a good answer."""

    film: Path | None = None
    looks: int = 2
    made: int = 0
    jobs: dict[str, Job] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    instead: dict[str, list[Deed | None]] = field(default_factory=dict)
    url: str = ""
    stopping: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def does(self, operation: str, *deeds: Deed | None) -> None:
        self.instead[operation] = list(deeds)

    def deed(self, operation: str) -> Deed | None:
        with self.lock:
            deeds = self.instead.get(operation) or [None]
            return deeds.pop(0) if len(deeds) > 1 else deeds[0]

    def of(self, operation: str) -> list[Asked]:
        return [one for one in self.asked if one.operation == operation]

    def created(self, fields: dict[str, Any]) -> Job:
        with self.lock:
            self.made += 1
            job = Job(f"video_{self.made:04d}", fields, self.looks)
            self.jobs[job.id] = job
        return job


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    farm: Farm

    def do_GET(self) -> None:
        self._do()

    def do_POST(self) -> None:
        self._do()

    def do_DELETE(self) -> None:
        self._do()

    def log_message(self, *_: Any) -> None:
        """Nothing on the terminal of the tests."""

    def _do(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        found = PATH.fullmatch(self.path)
        key = (self.command, bool(found and found["id"]), found["rest"] if found else "?")
        operation = OPERATIONS.get(key, "elsewhere")
        asked = Asked(operation, self.path, {k.lower(): v for k, v in self.headers.items()})
        asked.raw = raw
        if operation == "create":
            read(asked, raw)
        self.farm.asked.append(asked)
        job = self.farm.jobs.get(found["id"]) if found and found["id"] else None
        deed = self.farm.deed(operation)
        if deed is not None:
            deed(self, asked, job)
        else:
            getattr(self, operation)(asked, job)

    def create(self, asked: Asked, _: Job | None) -> None:
        if not asked.fields.get("prompt"):
            return self.json(422, {"detail": [{"loc": ["body", "prompt"], "msg": "required"}]})
        return self.json(200, self.farm.created(asked.fields).as_json())

    def look(self, asked: Asked, job: Job | None) -> None:
        if job is None:
            return self.json(404, {"detail": "Video not found"})
        job.seen += 1
        return self.json(200, job.as_json())

    def content(self, asked: Asked, job: Job | None) -> None:
        if job is None or job.seen < job.looks:
            return self.json(404, {"detail": "Generation is still in-progress"})
        assert self.farm.film
        return self.body(200, self.farm.film.read_bytes(), "video/mp4")

    def delete(self, asked: Asked, job: Job | None) -> None:
        if job is None:
            return self.json(404, {"detail": "Video not found"})
        del self.farm.jobs[job.id]
        return self.json(200, {"id": job.id, "object": "video.deleted", "deleted": True})

    def cancel(self, asked: Asked, job: Job | None) -> None:
        self.json(200, {} if job is None else job.as_json(status="cancelled"))

    def elsewhere(self, asked: Asked, job: Job | None) -> None:
        self.json(404, {"detail": "Not Found"})

    def json(self, status: int, found: Any, **headers: str) -> None:
        self.body(status, json.dumps(found).encode(), "application/json", **headers)

    def body(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.head(status, kind, Content_Length=str(len(body)), **headers)
        self.wfile.write(body)

    def head(self, status: int, kind: str, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()


def read(asked: Asked, raw: bytes) -> None:
    """Forms and JSON."""
    kind = asked.headers.get("content-type", "")
    if kind.startswith("application/json"):
        asked.fields = json.loads(raw)
        return
    assert kind.startswith("multipart/form-data"), kind
    whole = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + raw)
    for part in whole.get_payload():
        assert not isinstance(part, str)
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        assert isinstance(name, str)
        assert isinstance(payload, bytes)
        if part.get_filename():
            asked.files.append((name, part.get_content_type(), payload))
        else:
            asked.fields[name] = payload.decode()


@contextmanager
def serving(farm: Farm) -> Iterator[Farm]:
    handler = type("FarmHandler", (Handler,), {"farm": farm})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    farm.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True)
    thread.start()
    try:
        yield farm
    finally:
        farm.stopping.set()
        server.shutdown()
        server.server_close()
