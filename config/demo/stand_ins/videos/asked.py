"""Requests as they arrived, and the videos that they asked for."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

File = tuple[str, str, bytes]


@dataclass
class Asked:
    """One request. `fields`: of a form or JSON; `files`: name, type, bytes."""

    operation: str
    path: str
    headers: dict[str, str]
    fields: dict[str, Any] = field(default_factory=dict)
    files: list[File] = field(default_factory=list)
    raw: bytes = b""


@dataclass
class Job:
    """A video that somebody asked for; done at the look after `looks`."""

    id: str
    fields: dict[str, Any]
    looks: int
    seen: int = 0
    files: list[File] = field(default_factory=list)

    def as_json(self, **changes: Any) -> dict[str, Any]:
        """As the API shows it."""
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


def read(asked: Asked, raw: bytes) -> None:
    """Forms and JSON."""
    kind = asked.headers.get("content-type", "")
    if kind.startswith("application/json"):
        asked.fields = json.loads(raw)
        return
    if not kind.startswith("multipart/form-data"):
        raise ValueError(kind)
    whole = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + raw)
    for part in whole.walk():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(payload, bytes):
            continue
        if part.get_filename():
            asked.files.append((name, part.get_content_type(), payload))
        else:
            asked.fields[name] = payload.decode()
