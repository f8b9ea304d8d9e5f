"""What the API document shows of taking consent back."""

from lib.api.openapi import example

CONFIRM = "eyJjYW1lbyI6ImNhbV8wMWthanY1cDJmN3czczluNXEwcjh4NHQ2YiJ9:1vMfXk:3n8Qw0"
NOTHING = {"running": 1, "drafts": 2, "posts": 0, "remixes": 0}
LAST = {
    "scope": "also_remixes",
    "told": {"running": 1, "drafts": 2, "posts": 14, "remixes": 3},
    "requested_at": "2026-11-21T10:00:00Z",
    "status": "removing",
    "removed": 5,
}
CHOICES = example(
    "Before",
    {
        "choices": [
            {"scope": "future_only", "takes": NOTHING, "confirm": CONFIRM},
            {"scope": "hide_existing", "takes": {**NOTHING, "posts": 14}, "confirm": CONFIRM},
            {"scope": "also_remixes", "takes": LAST["told"], "confirm": CONFIRM},
        ],
        "last": None,
    },
    status=200,
)
REVOKE = example("All of it", {"scope": "also_remixes", "confirm": CONFIRM})
REVOKED = example("Hidden, and being removed", LAST, status=202)
