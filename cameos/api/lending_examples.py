"""What the API document shows of permissions, requests and grants."""

from lib.api.openapi import example

CAMEO_ID = "cam_01kajv5p2f7w3s9n5q0r8x4t6b"
REQUEST_ID = "crq_01kajv5p2f7w3s9n5q0r8x4t6b"
GRANT_ID = "cgr_01kajv5p2f7w3s9n5q0r8x4t6b"
PERSON = {"id": "usr_01kajv5p2f7w3s9n5q0r8x4t6b", "handle": "mara", "display_name": "Mara"}
BOUNDS = {"scopes": ["face", "voice"], "reach": "friends", "no_remix": True, "no_download": False}

PERMISSION = example(
    "Open to people I approve",
    {"level": "approved", "everyone_until": None, **BOUNDS, "paused": False},
    status=200,
)
CHANGES = example("Open to mutual follows", {"level": "mutuals", "reach": "friends"})
ASK = example("With a note", {"note": "For a film about our boat."})
SENT_BODY = {
    "id": REQUEST_ID,
    "cameo": CAMEO_ID,
    "state": "waiting",
    "asked_at": "2026-11-21T10:00:00Z",
    "expires_at": "2026-12-05T10:00:00Z",
}
ASKED = example("It waits", SENT_BODY, status=201)
SENT = example("What I asked for", {"results": [SENT_BODY], "next": None}, status=200)
RECEIVED = example(
    "Somebody asks",
    {
        "results": [
            {
                "id": REQUEST_ID,
                "person": PERSON,
                "note": "For a film about our boat.",
                "asked_at": "2026-11-21T10:00:00Z",
                "expires_at": "2026-12-05T10:00:00Z",
            }
        ],
        "next": None,
    },
    status=200,
)
GRANT_BODY = {
    "id": GRANT_ID,
    "person": PERSON,
    "once": True,
    "until": None,
    **BOUNDS,
    "granted_at": "2026-11-21T10:00:00Z",
}
NEW_GRANT = example("For one video", {"handle": "mara", "once": True, "reach": "friends"})
APPROVAL = example("For one video", {"once": True, "reach": "friends"})
GRANTED = example("It stands", GRANT_BODY, status=201)
GRANTS = example("What stands", {"results": [GRANT_BODY], "next": None}, status=200)
USER_BODY = {
    "person": PERSON,
    "because": "approved",
    "once": True,
    "until": None,
    **BOUNDS,
    "not_for": ["politics", "swimwear"],
}
USERS = example("Who could use me now", {"results": [USER_BODY], "next": None}, status=200)
