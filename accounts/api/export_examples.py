"""What the API document shows of archives."""

from lib.api.openapi import example

EXPORT_ID = "exp_01kajv5p2f7w3s9n5q0r8x4t6b"
WAITING = {
    "id": EXPORT_ID,
    "state": "waiting",
    "asked_at": "2026-11-21T10:00:00Z",
    "progress": {"done": 0, "total": 0},
    "error": None,
    "ready_at": None,
    "ends_at": None,
}
BUILDING = WAITING | {"state": "building", "progress": {"done": 41, "total": 76}}
MADE = WAITING | {
    "state": "ready",
    "progress": {"done": 76, "total": 76},
    "ready_at": "2026-11-21T10:00:31Z",
    "ends_at": "2026-11-28T10:00:31Z",
}
KEY = "0f" * 32
DOWNLOAD = {
    "url": "https://zoetrope.example/media/out/exports/0f/0f0f.zip?expires=1&signature=s",
    "expires_at": "2026-11-21T10:06:00Z",
    "bytes": 48211907,
    "sha256": "5b" * 32,
    "signer": {
        "algorithm": "Ed25519",
        "key": "9a" * 16,
        "public_key": KEY,
        "pem": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEADw8P…\n-----END PUBLIC KEY-----\n",
    },
}

PROOF = example("The password", {"password": "correct horse battery staple"})
ASKED = example("It waits for a worker", WAITING, status=202)
EXPORTS = example("One that is ready", {"results": [MADE], "next": None}, status=200)
WORKING = example("It is being made", BUILDING | {"download": None}, status=200)
READY = example("It can be fetched", MADE | {"download": DOWNLOAD}, status=200)
