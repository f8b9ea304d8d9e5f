"""What the API document shows."""

from lib.api.openapi import example

USER_ID = "usr_01kajv5p2f7w3s9n5q0r8x4t6b"
SESSION_ID = "ses_01kajv5p2f7w3s9n5q0r8x4t6b"

ME = example(
    "A member",
    {
        "id": USER_ID,
        "email": "mara@example.org",
        "handle": "mara",
        "display_name": "Mara",
        "bio": "Films of small boats.",
        "birth_date": "1994-05-17",
        "age_band": "18_plus",
        "standing": "good",
        "is_staff": False,
        "joined_at": "2026-11-21T10:00:00Z",
        "is_private": False,
        "closed_at": None,
        "erase_due_at": None,
        "in_review": ["bio"],
        "supervision": None,
    },
    status=200,
)
LEAVING = example(
    "Closed, with time to come back",
    {
        "closed_at": "2026-11-21T10:00:00Z",
        "erase_due_at": "2026-12-21T10:00:00Z",
        "what_becomes": {
            "summary": "Your profile, words, videos, likeness, follows and settings are erased on "
            "that day. …",
            "erased": ["The address of an account.", "A second factor."],
            "commitment_only": [
                "A tombstone: an id, when it was made and deleted, and how it stood."
            ],
            "kept": [
                {
                    "what": "The handle, folded, so that nobody steps into the name.",
                    "basis": "legitimate interest (GDPR Art. 6(1)(f)): protection from "
                    "impersonation",
                    "days": 30.04,
                }
            ],
        },
    },
    status=200,
)
ASKING = example("An address", {"email": "mara@example.org"})
CHANGES = example("A new name", {"display_name": "Mara K.", "bio": "Films of large boats."})
PROOF = example("The password", {"password": "correct horse battery staple"})
PERSON = example(
    "Somebody whom I follow",
    {
        "id": USER_ID,
        "handle": "mara",
        "display_name": "Mara",
        "bio": "Films of small boats.",
        "followers": 12,
        "following": 3,
        "followed_by_me": True,
        "follows_me": False,
        "is_private": False,
        "asked_by_me": False,
        "asks_me": False,
        "muted_by_me": False,
        "can": {"follow": True, "mute": True, "block": True},
    },
    status=200,
)
PEOPLE = example(
    "The last page",
    {"results": [{"id": USER_ID, "handle": "mara", "display_name": "Mara"}], "next": None},
    status=200,
)
SESSIONS = example(
    "One phone",
    {
        "results": [
            {
                "id": SESSION_ID,
                "created_at": "2026-11-21T10:00:00Z",
                "device_name": "Mara's phone",
                "user_agent": "Zoetrope/1 iOS",
                "ip": "203.0.113.7",
                "is_current": True,
            }
        ]
    },
    status=200,
)
_INVITE = {
    "id": "inv_01kajv5p2f7w3s9n5q0r8x4t6b",
    "code": "7KQ2M-9XW4T",
    "max_uses": 1,
    "uses": 0,
    "created_at": "2026-11-21T10:00:00Z",
    "expires_at": "2026-12-21T10:00:00Z",
    "disabled_at": None,
}
NEW_INVITE = example("For one person", {})
INVITE = example("A code", _INVITE, status=201)
INVITES = example("The last page", {"results": [_INVITE], "next": None}, status=200)
SESSION = example("A name", {"device_name": "Mara's phone"})
STANDING = example(
    "All is well", {"standing": "good", "since": None, "cooling_off_until": None}, status=200
)
