"""Examples of the OpenAPI document, for decisions."""

from typing import Any

from enforcement.actions.names import ActionName, Audience
from enforcement.actions.registry import TEXTS, action_of
from enforcement.reasons import REASONS
from lib.api.openapi import example

TEXT = action_of(ActionName.REMOVE_POST).notice(Audience.AUTHOR)
DECISION: dict[str, Any] = {
    "id": "dec_01kaj9zk5m6n7p8q9r0s1t2v3w",
    "kind": "post",
    "subject": "pst_01kaj9zk5m6n7p8q9r0s1t2v3w",
    "decided_on": "2026-11-22",
    "ground": "terms",
    "rules": [{"code": "harassment_targeted", "title": REASONS["harassment_targeted"].label}],
    "automated": False,
    "statement": "The caption calls on others to mock a person by name.",
    "actions": [
        {"text": TEXT, "says": str(TEXTS[TEXT]), "state": "done", "begins": None, "until": None}
    ],
    "replaces": None,
    "replaced_by": None,
}
STRIKES: dict[str, Any] = {
    "points": 0,
    "strikes": [],
    "next": {"points": 3, "text": "limit_generation.author", "days": 7},
    "says": "You have 0 points. At 3: you cannot make videos for 7 days. Points of a strike stop "
    "counting after a time.",
}
READ_EXAMPLES = [example("decided", DECISION, status=200)]
LIST_EXAMPLES = [example("mine", {"results": [DECISION], "next": None}, status=200)]
STRIKES_EXAMPLES = [example("none", STRIKES, status=200)]
