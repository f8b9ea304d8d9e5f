"""Examples of the OpenAPI document."""

from typing import Any

from generation.api.examples import DRAFT, LABELS
from lib.api.openapi import example

POST_ID = "pst_01kaj9zk5m6n7p8q9r0s1t2v3w"
CAPTION = {"caption": "It got away at last."}
POST: dict[str, Any] = {
    "id": POST_ID,
    "author": {"handle": "mara", "display_name": "Mara"},
    "caption": CAPTION["caption"],
    "published_at": "2026-11-21T09:32:00.000000Z",
    "state": None,
    "delayed": False,
    "error": None,
    "hidden": [],
    "assets": DRAFT["assets"],
    "labels": LABELS | {"rating": "everyone", "screening": "production"},
    "advisories": [],
    "likes": 12,
    "liked_by_me": True,
    "reach": "everyone",
    "may_remix": True,
    "may_download": True,
    "can": {
        "like": True,
        "comment": False,
        "remix": False,
        "download": True,
        "report": True,
        "delete": False,
    },
}
MINE = POST | {
    "state": "published",
    "likes": 0,
    "liked_by_me": False,
    "can": POST["can"] | {"report": False, "delete": True},
}
WAITING = MINE | {
    "state": "screening",
    "published_at": None,
    "labels": POST["labels"] | {"rating": None},
    "can": MINE["can"] | {"like": False},
}

PUBLISH_EXAMPLES = [
    example("caption", CAPTION),
    example("published", MINE, status=201),
    example("screening", WAITING, status=202),
]
POST_EXAMPLES = [example("post", POST, status=200)]
POSTS_EXAMPLES = [
    example("page", {"results": [POST], "next": None, "pause_until": None}, status=200)
]
WATCHED = example(
    "a quarter of the day",
    {"minutes": 30, "most": 120, "until": "2026-11-21T23:00:00Z"},
    status=200,
)
