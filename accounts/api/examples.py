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
        "in_review": ["bio"],
    },
    status=200,
)
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
        "can": {"follow": True, "block": True},
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
                "user_agent": "Zoetrope/1 iOS",
                "ip": "203.0.113.7",
                "is_current": True,
            }
        ]
    },
    status=200,
)
STANDING = example(
    "All is well", {"standing": "good", "since": None, "cooling_off_until": None}, status=200
)
