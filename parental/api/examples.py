"""What the API document shows."""

from typing import Any

from lib.api.openapi import example

LINK = "lnk_01kajv5p2f7w3s9n5q0r8x4t6b"
PROPOSAL = "fpr_01kajv5p2f7w3s9n5q0r8x4t6b"
RECEIPT = "frc_01kajv5p2f7w3s9n5q0r8x4t6b"
AT = "2026-11-21T10:00:00Z"
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
NIGHT = [{"days": ["sun", "mon"], "from": "21:30", "to": "07:00", "stops": "all"}]

AS_TEEN: dict[str, Any] = {
    "id": LINK,
    "side": "teen",
    "state": "asked",
    "guardian": {"handle": "mara", "display_name": "Mara"},
    "teen_number": None,
    "asked_at": AT,
    "active_at": None,
    "ended_at": None,
    "ended_by": None,
}
AS_GUARDIAN: dict[str, Any] = {
    **AS_TEEN,
    "side": "guardian",
    "guardian": None,
    "teen_number": 1,
}
CHANGED: dict[str, Any] = {
    "id": PROPOSAL,
    "link": LINK,
    "by": "guardian",
    "kind": "decision",
    "limit": "quiet_hours",
    "value": NIGHT,
    "why": "sleep",
    "state": "open",
    "made_at": AT,
    "acts_at": "2026-11-22T10:00:00Z",
    "settled_at": None,
}

CODE = example("A code", {"code": "7K2M-QX9D", "expires_at": AT}, status=201)
INVITATION = example("It works until then", {"expires_at": AT}, status=200)
REDEEM = example("What the teen showed", {"code": "7K2M-QX9D", "text_version": 1})
AGREEMENT = example("The text that I read", {"text_version": 1})
REASON = example("Somebody I do not know", {"reason": "unknown_person"})
TEXTS = example(
    "The text of a link",
    {"results": [{"purpose": "link", "version": 1, "text": "# A guardian …", "hash": HASH}]},
    status=200,
)
ASKED = example("It waits for the teen", AS_GUARDIAN, status=201)
SEEN = example("Somebody asks me", AS_TEEN, status=200)
LINKS = example("One link", {"results": [AS_TEEN], "next": None}, status=200)
AGE = example("They are a teen, as they said", {"says": "is_13_to_17"})
CHANGE = example("Nights", {"value": NIGHT, "why": "sleep"})
REMOVAL = example("It is not needed any more", {"why": "trust"})
WISH = example("Longer evenings", {"limit": "daily_minutes", "value": 90, "why": "balance"})
PROPOSED = example("It holds after a day", CHANGED, status=200)
WISHED = example("It waits for the other side", CHANGED, status=201)
PROPOSALS = example("The last changes", {"results": [CHANGED], "next": None}, status=200)
CONTROLS = example(
    "One limit",
    {
        "results": [
            {"limit": "daily_minutes", "value": 60, "set_at": AT, "effective": 60},
        ]
    },
    status=200,
)
ACTIVITY = example(
    "One day",
    {"days": [{"day": "2026-11-21", "minutes": 34, "films_made": 2, "films_shown": 1}]},
    status=200,
)
LEDGER = example(
    "The last line",
    {
        "results": [
            {
                "at": AT,
                "kind": "control_set",
                "by": "guardian",
                "limit": "daily_minutes",
                "value": 60,
                "why": "balance",
                "release": "",
                "proposal": PROPOSAL,
                "policy": "",
                "policy_version": None,
            }
        ],
        "next": None,
    },
    status=200,
)
RECEIPTS = example(
    "The teen's yes",
    {
        "results": [
            {
                "id": RECEIPT,
                "side": "teen",
                "purpose": "link",
                "given": True,
                "text_version": 1,
                "text_hash": HASH,
                "at": AT,
            }
        ],
        "next": None,
    },
    status=200,
)
_POLICY = {
    "name": "image-to-video",
    "version": 2,
    "gates": ["input_image"],
    "read_at": "/policies/image-to-video/2",
    "needs_guardian": True,
    "acknowledged": False,
}
POLICIES = example("One to read", {"results": [_POLICY]}, status=200)
POLICY_SHOWN = example("The version that was shown", {"version": 2})
POLICY_READ = example(
    "Nothing to read", {"results": [_POLICY | {"acknowledged": True}]}, status=200
)
_RELEASE = {
    "kind": "enrolment",
    "teen_at": AT,
    "guardian_at": None,
    "withdrawn_by": None,
    "stands": False,
}
RELEASES = example("The teen asked", {"results": [_RELEASE]}, status=200)
RELEASED = example("The teen asked", _RELEASE, status=200)
