"""Examples for the OpenAPI document."""

from lib.api.openapi import example

_FOLLOWER = "usr_01kaj9y7e8f3vr1t2m4n5p6q7s"


def _channels(*, fixed: bool, mail: bool = False) -> dict[str, dict[str, bool]]:
    return {
        "in_app": {"on": True, "fixed": fixed},
        "push": {"on": True, "fixed": fixed},
        "mail": {"on": mail, "fixed": False},
    }


NOTIFICATIONS = example(
    "notifications",
    {
        "results": [
            {
                "id": 18,
                "type": "person.followed",
                "at": "2026-11-21T09:30:00.000Z",
                "data": {"follower": _FOLLOWER},
                "category": "people",
                "text": "@river follows you.",
                "seen": False,
            }
        ],
        "next": None,
    },
    status=200,
)
UNREAD = example("unread", {"unread": 3, "seen_upto": 15}, status=200)
SEEN = example("seen", {"upto": 18})
CHANGES = example("choose", {"people": {"push": False, "mail": True}})
PREFERENCES = example(
    "preferences",
    {
        "push_limited": False,
        "results": [
            {"category": "people", "name": "People", "channels": _channels(fixed=False)},
            {"category": "safety", "name": "Safety", "channels": _channels(fixed=True)},
        ],
    },
    status=200,
)
DEVICE = example("device", {"token": "740f4707bebcf74f" * 4})
