"""Examples of the OpenAPI document."""

from typing import Any

from enforcement.actions.names import ActionName, Audience
from enforcement.actions.registry import TEXTS, action_of
from enforcement.api.bodies import reasons_json
from enforcement.api.decision_examples import REDRESS
from lib.api.openapi import example

REMOVED = action_of(ActionName.REMOVE_POST).notice(Audience.REPORTER)
REPORT_ID = "rep_01kaj9zk5m6n7p8q9r0s1t2v3w"
POST_ID = "pst_01kaj9zk5m6n7p8q9r0s1t2v3w"
SENT = {
    "subject": POST_ID,
    "reason": "likeness_me",
    "text": "I never agreed to this.",
    "start": 0.5,
    "end": 3.0,
    "about_me": True,
}
RECEIPT: dict[str, Any] = {
    "id": REPORT_ID,
    "kind": "post",
    "subject": POST_ID,
    "reason": "likeness_me",
    "about_me": True,
    "claim": None,
    "state": "received",
    "outcome": None,
    "measures": [],
    "removed": None,
    "automated": None,
    "processing": None,
    "redress": None,
    "appeal": None,
    "attachments": 0,
    "created_at": "2026-11-22T15:32:00.000000Z",
    "answered_at": None,
}
DECIDED = RECEIPT | {
    "state": "decided",
    "outcome": "violation",
    "measures": [{"text": REMOVED, "says": str(TEXTS[REMOVED])}],
    "removed": True,
    "automated": False,
    "processing": "Software of ours looked at it first, and sorted it. A person decided it.",
    "redress": REDRESS
    | {
        "appeal": "nothing",
        "appealable_until": None,
        "appeal_url": None,
        "says": ["There is nothing left to appeal to us.", *REDRESS["says"][1:]],
    },
    "attachments": 1,
    "answered_at": "2026-11-22T18:04:00.000000Z",
}
COPY = {
    "subject": "usr_01kaj9zk5m6n7p8q9r0s1t2v3w",
    "reason": "impersonation",
    "impersonated": "me",
}
FILE_EXAMPLES = [
    example("sent", SENT),
    example("impersonation", COPY),
    example("receipt", RECEIPT, status=201),
]
# Of another thing, which was removed.
GONE = {"id": "rep_01kaj8xk5m6n7p8q9r0s1t2v3w", "subject": None}
READ_EXAMPLES = [example("decided", DECIDED, status=200)]
LIST_EXAMPLES = [example("mine", {"results": [RECEIPT, DECIDED | GONE], "next": None}, status=200)]
REASONS_EXAMPLES = [example("reasons", {"topics": reasons_json("draft")["topics"][:2]}, status=200)]
