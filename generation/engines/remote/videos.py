"""The Videos API, seen from a client: create, look, content, cancel, delete."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from generation.engines.remote.faults import Broken
from generation.engines.remote.form import Content
from generation.engines.remote.wire import Answer, Wire

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.=:-]{0,199}", re.ASCII)  # it becomes part of a path

SHORT_SECONDS = 10.0  # vLLM-Omni takes up to four to stop a job


class Status(StrEnum):
    QUEUED = "queued"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    DROPPED = "dropped"  # ended by somebody else


SPELLINGS = {
    **{one.value: one for one in Status},
    **dict.fromkeys(("pending", "submitted", "not_started"), Status.QUEUED),
    **dict.fromkeys(("processing", "running", "generating"), Status.IN_PROGRESS),
    **dict.fromkeys(("succeeded", "success"), Status.COMPLETED),
    **dict.fromkeys(("error",), Status.FAILED),
    **dict.fromkeys(("cancelled", "canceled", "deleted", "expired"), Status.DROPPED),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a server says of a job. `share` of it that is done, 0 to 1; `error` as it came."""

    id: str
    status: Status
    share: float
    error: object


@dataclass(frozen=True, slots=True)
class Videos:
    """Each method is one request. Raises Unreached, Broken."""

    wire: Wire

    def create(self, content: Content, *, key: str) -> Answer:
        """`key`: by it a server knows the same request again, where it honours that."""
        headers = {"Idempotency-Key": key}
        return self.wire.call("POST", "/videos", headers=headers, **content)

    def look(self, video: str) -> Answer:
        return self.wire.call("GET", f"/videos/{video}")

    def cancel(self, video: str) -> Answer:
        return self.wire.call("POST", f"/videos/{video}/cancel", seconds=SHORT_SECONDS)

    def delete(self, video: str) -> Answer:
        return self.wire.call("DELETE", f"/videos/{video}", seconds=SHORT_SECONDS)


def seen_in(answer: Answer) -> Seen:
    """Raises Broken for what is no job."""
    try:
        found: Any = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise Broken("no JSON") from None
    if not isinstance(found, dict):
        raise Broken("no job")
    video, status = found.get("id"), found.get("status")
    if not isinstance(video, str) or not ID.fullmatch(video):
        raise Broken("no id")
    if not isinstance(status, str) or status.lower() not in SPELLINGS:
        raise Broken("no status")
    share = _share(found.get("progress"))
    return Seen(video, SPELLINGS[status.lower()], share, found.get("error"))


def _share(progress: object) -> float:
    """Best effort, as the servers say themselves: what is no percentage counts as none."""
    if isinstance(progress, bool) or not isinstance(progress, int | float):
        return 0.0
    if 0 <= progress <= 100:
        return progress / 100
    return 1.0 if progress > 100 else 0.0
