"""Examples of the OpenAPI document, for posts that are hidden until somebody decided."""

from lib.api.openapi import example

CONTEST_EXAMPLES = [
    example(
        "contested",
        {
            "post": "pst_01kaj9zk5m6n7p8q9r0s1t2v3w",
            "contested_at": "2026-11-22T10:00:00Z",
            "until": "2026-11-23T10:00:00Z",
        },
        status=200,
    )
]
