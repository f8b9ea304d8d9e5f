"""Examples of the OpenAPI document, for decisions."""

from typing import Any

from enforcement.actions.names import ActionName, Audience
from enforcement.actions.registry import TEXTS, action_of
from enforcement.rule_sets import rule_set
from lib.api.openapi import example

RULE = rule_set(1).rules["harassment_targeted"]
TEXT = action_of(ActionName.REMOVE_POST).notice(Audience.AUTHOR)
REDRESS: dict[str, Any] = {
    "appeal": "open",
    "appealable_until": "2027-05-25",
    "appeal_url": "/api/v1/me/decisions/dec_01kaj9zk5m6n7p8q9r0s1t2v3w/appeal",
    "says": [
        "You can appeal to us until 2027-05-25. Somebody who did not decide it looks at it "
        "anew; it costs nothing.",
        "You can take it to a certified out-of-court body; here they are listed: https://"
        "digital-strategy.ec.europa.eu/en/policies/dsa-out-court-dispute-settlement",
        "You can go to court at any time.",
    ],
    "out_of_court_url": "https://digital-strategy.ec.europa.eu/en/policies/"
    "dsa-out-court-dispute-settlement",
}
DECISION: dict[str, Any] = {
    "id": "dec_01kaj9zk5m6n7p8q9r0s1t2v3w",
    "kind": "post",
    "subject": "pst_01kaj9zk5m6n7p8q9r0s1t2v3w",
    "decided_on": "2026-11-22",
    "outcome": "violation",
    "ground": "terms",
    "rules": [
        {
            "code": "harassment_targeted",
            "title": RULE.title,
            "text": RULE.text,
        }
    ],
    "rules_version": 1,
    "legal_ground": None,
    "territory": "everywhere",
    "on_notice": True,
    "detected_automatically": False,
    "automated": False,
    "statement": "The caption calls on others to mock a person by name.",
    "facts": ["What was reported to us of it.", "The video from 0.5 to 3.0 seconds."],
    "actions": [
        {
            "text": TEXT,
            "says": f"{TEXTS[TEXT]} Until we undo it.",
            "state": "done",
            "begins": None,
            "until": None,
        }
    ],
    "replaces": None,
    "replaced_by": None,
    "next_threshold": None,
    "redress": REDRESS,
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
