"""Examples of the OpenAPI document."""

from typing import Any

from lib.api.openapi import example

RECEIPT_ID = "rcp_01kaj9y7e8f3vr1t2m4n5p6q7v"
LISTED = {
    "id": RECEIPT_ID,
    "seq": 1,
    "kind": "release_given",
    "at": "2026-11-21T09:30:00.000000Z",
    "by_you": True,
}
RECEIPT: dict[str, Any] = {
    "format": "zoetrope-consent-receipt-1",
    "id": RECEIPT_ID,
    "cameo": "cam_01kaj9y7e8f3vr1t2m4n5p6q7t",
    "seq": 1,
    "kind": "release_given",
    "at": "2026-11-21T09:30:00.000000Z",
    "actor": "usr_01kaj9x0a1b2c3d4e5f6g7h8j9",
    "fact": {
        "release": "019aa49f-1dcf-71fb-80d0-544d8ab1b4fc",
        "notice_version": 1,
        "text_hash": "9f0c4d1e" * 8,
        "locale": "en",
        "face": True,
        "voice": False,
        "epoch": 1,
    },
    "salt": "5e1f0b7a" * 8,
    "commitment": "c0ffee12" * 8,
    "previous_hash": "0" * 64,
    "row_hash": "a1b2c3d4" * 8,
    "anchor": {
        "following": ["b7d41f06" * 8],
        "chain_salt": "77aa10ce" * 8,
        "place": 0,
        "proof": ["4d5e6f70" * 8],
        "statement": {
            "number": 1,
            "at": "2026-11-21T09:40:00.000000Z",
            "count": 2,
            "root": "18e3c5d9" * 8,
            "previous": "0" * 64,
        },
        "signature": {
            "algorithm": "Ed25519",
            "key": "90ab12cd" * 4,
            "public_key": "2f81aa06" * 8,
            "value": "6c0e9d3b" * 16,
        },
    },
}
YOUNG = RECEIPT | {"anchor": None}
DESTROYED = RECEIPT | {"fact": None, "salt": None}

LIST_EXAMPLES = [example("of your likeness", {"results": [LISTED], "next": None}, status=200)]
READ_EXAMPLES = [
    example("complete", RECEIPT, status=200),
    example("a minute old", YOUNG, status=200),
    example("after the erasure", DESTROYED, status=200),
]
