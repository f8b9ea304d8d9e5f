"""Examples of the OpenAPI document, for appeals."""

from typing import Any

from lib.api.openapi import example

BODY = {"text": "I quote the person, with their consent: it mocks nobody."}
APPEAL: dict[str, Any] = {
    "id": "apl_01kaj9zk5m6n7p8q9r0s1t2v3w",
    "party": "owner",
    "decision": "dec_01kaj9zk5m6n7p8q9r0s1t2v3w",
    "report": None,
    "state": "pending",
    "outcome": None,
    "text": BODY["text"],
    "answer": None,
    "finding": None,
    "replaced_by": None,
    "messages": [],
    "asked": False,
    "remix_closed": True,
    "sent_on": "2026-11-22",
    "settled_on": None,
}
ANSWERED = {
    **APPEAL,
    "state": "resolved",
    "outcome": "overturned",
    "answer": "You are right: it quotes them with their consent.",
    "remix_closed": False,
    "settled_on": "2026-11-24",
}
REPORTED = {
    **APPEAL,
    "party": "reporter",
    "decision": None,
    "report": "rep_01kaj9zk5m6n7p8q9r0s1t2v3w",
    "text": "It names my sister in the second half.",
}
OVERTAKEN = {
    **APPEAL,
    "state": "superseded",
    "answer": "Before your appeal was answered, another decision took the place of the one that it "
    "was about. It undoes what was decided.\n\nThe sound had been taken for speech.",
    "finding": "no_violation",
    "replaced_by": "dec_01kaj9zk5m6n7p8q9r0s1t2v4x",
    "remix_closed": False,
    "settled_on": "2026-11-24",
}
OWN_EXAMPLES = [example("why", BODY), example("sent", APPEAL, status=201)]
REPORT_EXAMPLES = [
    example("why", {"text": REPORTED["text"]}),
    example("sent", REPORTED, status=201),
]
REPLIED = {
    **APPEAL,
    "messages": [
        {"yours": False, "text": "Where did she agree?", "sent_on": "2026-11-23"},
        {"yours": True, "text": "In her own video of Friday.", "sent_on": "2026-11-23"},
    ],
}
REPLY_EXAMPLES = [
    example("said", {"text": "In her own video of Friday."}),
    example("replied", REPLIED, status=201),
]
READ_EXAMPLES = [
    example("answered", ANSWERED, status=200),
    example("overtaken", OVERTAKEN, status=200),
]
LIST_EXAMPLES = [example("mine", {"results": [ANSWERED], "next": None}, status=200)]
