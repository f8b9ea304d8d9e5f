"""Examples of pictures for image-to-video, and of statements about them."""

from typing import Any

from cameos.uploads.showing import detail_of
from lib.api.openapi import example

REFERENCE_ID = "rim_01kagc8xq0e5fvr3m6t2n9w4zy"
BEGUN: dict[str, Any] = {
    "id": REFERENCE_ID,
    "status": "awaiting_file",
    "usable": False,
    "stricter": False,
    "watermark_locked": False,
    "problems": [],
    "width": None,
    "height": None,
    "upload": {
        "method": "PUT",
        "url": "https://zoetrope.example/incoming/references/3f/3f0c.jpg?expires=1795253700",
        "headers": {"Content-Type": "image/jpeg"},
        "max_bytes": 33_554_432,
        "expires_at": "2026-11-21T09:40:00.000000Z",
    },
    "kept_until": None,
    "created_at": "2026-11-21T09:30:00.000000Z",
}
PENDING = BEGUN | {"status": "pending", "upload": None}
READY = PENDING | {
    "status": "ready",
    "usable": True,
    "width": 720,
    "height": 1280,
    "kept_until": "2026-11-22T09:31:00.000000Z",
}
REFUSED = PENDING | {
    "status": "refused",
    "problems": [{"code": "person_in_picture", "detail": detail_of("person_in_picture")}],
}
ATTESTED = READY | {"status": "attested", "stricter": True, "watermark_locked": True}
STATEMENT: dict[str, Any] = {
    "version": 1,
    "locale": "en",
    "text": "# Statement about a picture of other people\n…",
    "sha256": "9f" * 32,
}
ATTEST: dict[str, Any] = {
    "reference_image": REFERENCE_ID,
    "statement_version": 1,
    "statement_sha256": "9f" * 32,
    "locale": "en",
}

BEGIN_EXAMPLES = [
    example("new", {"content_type": "image/jpeg"}),
    example("begun", BEGUN, status=201),
]
SUBMIT_EXAMPLES = [example("sent", PENDING, status=202)]
READ_EXAMPLES = [example("ready", READY, status=200), example("refused", REFUSED, status=200)]
STATEMENT_EXAMPLES = [example("statement", STATEMENT, status=200)]
ATTEST_EXAMPLES = [example("stated", ATTEST), example("attested", ATTESTED, status=201)]
