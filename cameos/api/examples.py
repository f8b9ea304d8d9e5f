"""Examples of enrolments."""

from typing import Any

from lib.api.openapi import example

ENROLMENT_ID = "enr_01kaj9y7e8f3vr1t2m4n5p6q7s"
CAMEO_ID = "cam_01kaj9y7e8f3vr1t2m4n5p6q7t"
RELEASE = {
    "notice_version": 1,
    "locale": "en",
    "scopes": {"face": True, "voice": False},
    "released": True,
}
AWAITING: dict[str, Any] = {
    "id": ENROLMENT_ID,
    "cameo": CAMEO_ID,
    "status": "awaiting_recording",
    "scopes": {"face": True, "voice": False},
    "notice_version": 1,
    "created_at": "2026-11-21T09:30:00.000000Z",
    "submitted_at": None,
    "ended_at": None,
    "challenge": {
        "digits": "204615",
        "turns": [
            {"code": "left", "words": "Turn your head to your left."},
            {"code": "centre", "words": "Look into the camera."},
            {"code": "right", "words": "Turn your head to your right."},
            {"code": "centre", "words": "Look into the camera."},
        ],
        "expires_at": "2026-11-21T09:35:00.000000Z",
    },
    "upload": {
        "method": "PUT",
        "url": "https://zoetrope.example/incoming/enrolments/3f/3f0c.mp4?expires=1795253700",
        "headers": {"Content-Type": "video/mp4"},
        "max_bytes": 67_108_864,
        "expires_at": "2026-11-21T09:35:00.000000Z",
    },
    "problems": [],
    "can": {"submit": True, "cancel": True},
}
PENDING = AWAITING | {
    "status": "verification_pending",
    "submitted_at": "2026-11-21T09:31:00.000000Z",
    "challenge": None,
    "upload": None,
    "can": {"submit": False, "cancel": True},
}
ENDED = PENDING | {
    "ended_at": "2026-11-21T09:32:00.000000Z",
    "can": {"submit": False, "cancel": False},
}
ACCEPTED = ENDED | {"status": "accepted"}
REFUSED = ENDED | {
    "status": "refused",
    "problems": [
        {
            "code": "too_dark",
            "detail": "It is too dark: turn towards a window or a lamp.",
        }
    ],
}
CANCELLED = ENDED | {"status": "cancelled"}
CAMEO = {
    "id": CAMEO_ID,
    "kind": "human",
    "status": "active",
    "usable_by": "only_me",
    "created_at": "2026-11-21T09:30:00.000000Z",
    "verified_at": "2026-11-21T09:32:00.000000Z",
    "enrolment": ENROLMENT_ID,
}

BEGIN_EXAMPLES = [example("release", RELEASE), example("begun", AWAITING, status=201)]
READ_EXAMPLES = [
    example("pending", PENDING, status=200),
    example("accepted", ACCEPTED, status=200),
    example("refused", REFUSED, status=200),
]
SUBMIT_EXAMPLES = [example("sent", PENDING, status=202)]
CANCEL_EXAMPLES = [example("cancelled", CANCELLED, status=200)]
LIST_EXAMPLES = [example("page", {"results": [CAMEO], "next": None}, status=200)]
