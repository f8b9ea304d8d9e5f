from __future__ import annotations

import json
import re
from http.server import BaseHTTPRequestHandler
from typing import Any

from config.demo.stand_ins.videos.asked import Asked, Job, read
from config.demo.stand_ins.videos.farm import Farm

PATH = re.compile(r"/v1/videos(?:/(?P<id>[^/?]+)(?P<rest>/content|/cancel)?)?(?:\?.*)?")
OPERATIONS = {
    ("POST", False, None): "create",
    ("GET", True, None): "look",
    ("GET", True, "/content"): "content",
    ("DELETE", True, None): "delete",
    ("POST", True, "/cancel"): "cancel",
}


class Handler(BaseHTTPRequestHandler):
    """One request; `farm` keeps what was asked."""

    protocol_version = "HTTP/1.1"
    farm: Farm

    def do_GET(self) -> None:
        self._do()

    def do_POST(self) -> None:
        self._do()

    def do_DELETE(self) -> None:
        self._do()

    def log_message(self, *_: Any) -> None:
        """Nothing on anybody's terminal."""

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
        return self.json(200, self.farm.created(asked.fields, asked.files).as_json())

    def look(self, asked: Asked, job: Job | None) -> None:
        if job is None:
            return self.json(404, {"detail": "Video not found"})
        job.seen += 1
        return self.json(200, job.as_json())

    def content(self, asked: Asked, job: Job | None) -> None:
        if job is None or job.seen < job.looks:
            return self.json(404, {"detail": "Generation is still in-progress"})
        return self.body(200, self.farm.film_of(job), "video/mp4")

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
