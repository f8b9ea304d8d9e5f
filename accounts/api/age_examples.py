"""What the API document shows of ages."""

from typing import Any

from lib.api.openapi import example

_AGE: dict[str, Any] = {
    "band": "13_17",
    "rests_on": "predicted",
    "in_words": "How you use the app. A program concluded it; no person looked.",
    "drawn_from": ["words about school", "following people under 18"],
    "since": "2026-11-21T10:00:00Z",
    "adult_from": None,
    "can": ["appeal"],
    "appeal": None,
}
AGE = example("Concluded by the program", _AGE, status=200)
APPEALED = example(
    "Staff were asked",
    _AGE
    | {
        "can": ["withdraw_appeal"],
        "appeal": {
            "id": "aga_01kajv5p2f7w3s9n5q0r8x4t6b",
            "state": "open",
            "finding": "",
            "opened_at": "2026-11-21T10:05:00Z",
            "decided_at": None,
        },
    },
    status=201,
)
RANGE = example(
    "What a parent declared",
    {"lower_bound": 13, "upper_bound": 15, "declaration": "guardian_declared"},
)
VISIT = example(
    "Where to go",
    {
        "url": "https://ages.example/start?n=1f0c3c2e-8a5d-4c55-9a57-0c7f2a9b1d3e",
        "expires_at": "2026-11-21T11:00:00Z",
    },
    status=201,
)
ANSWER = example("What the provider signed", {"answer": "eyJhbGciOiJFUzI1NiIsImtpZCI6IjEifQ.e30.s"})
PROOF_LINK = example("From the mail", {"token": "eyJwIjoidXNyXzAxIn0:1vM3xk:c2lnbmF0dXJl"})
PROOF_ASKED = example(
    "Staff will write", {"state": "open", "delete_at": "2026-12-05T10:00:00Z"}, status=201
)
