"""Examples of characters."""

from typing import Any

from cameos.api.examples import CAMEO_ID
from lib.api.openapi import example

BEGUN: dict[str, Any] = {
    "id": CAMEO_ID,
    "name": "Biscuit",
    "status": "awaiting_clip",
    "usable_by": "only_me",
    "problems": [],
    "upload": {
        "method": "PUT",
        "url": "https://zoetrope.example/incoming/characters/3f/3f0c.jpg?expires=1795253700",
        "headers": {"Content-Type": "image/jpeg"},
        "max_bytes": 33_554_432,
        "expires_at": "2026-11-21T09:40:00.000000Z",
    },
    "created_at": "2026-11-21T09:30:00.000000Z",
}
PENDING = BEGUN | {"status": "pending", "upload": None}
READY = PENDING | {"status": "ready"}
REFUSED = PENDING | {
    "name": None,
    "status": "refused",
    "problems": ["human_likeness_blocked"],
}

BEGIN_EXAMPLES = [
    example("new", {"name": "Biscuit", "content_type": "image/jpeg"}),
    example("begun", BEGUN, status=201),
]
SUBMIT_EXAMPLES = [example("sent", PENDING, status=202)]
READ_EXAMPLES = [example("ready", READY, status=200), example("refused", REFUSED, status=200)]
LIST_EXAMPLES = [example("page", {"results": [READY], "next": None}, status=200)]
