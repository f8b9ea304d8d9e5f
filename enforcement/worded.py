"""A statement of reasons in words, for letters and pages."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from enforcement.actions.names import ActionName, Audience
from enforcement.actions.registry import TEXTS, action_of
from enforcement.appeal_rules import HOLDS
from enforcement.ending import told_end
from enforcement.facts import facts_of
from enforcement.models import ActionState, Decision, DecisionAction, DecisionText
from enforcement.services.statements import (
    appeal_says,
    basis_of,
    court_says,
    ground_says,
    out_of_court_says,
    right_of,
    rules_of,
    source_says,
    territory_says,
)
from enforcement.shown_decisions import account_of
from enforcement.states import Outcome


def reasons_of(row: Decision, person: User) -> dict[str, Any]:
    """Every element, in words, of a row of `decisions_for`."""
    right = right_of(row)
    text: DecisionText | None = getattr(row, "text", None)
    actions = list(row.actions.all())
    struck = any(one.name == ActionName.STRIKE and not one.reversed_by_id for one in actions)
    return {
        "decision": row.public_id,
        "subject": row.subject,
        "statement": text.statement if text else "",
        "actions": [
            {
                "says": says_of(one),
                "begins": one.begins_at,
                "until": told_end(one),
                "undone": one.state == ActionState.REVERSED,
            }
            for one in actions
        ],
        "is_violation": row.outcome == Outcome.VIOLATION,
        "territory": territory_says(),
        "facts": facts_of(row.evidence.all()),
        "source": source_says(basis_of(row)),
        "ground": ground_says(row),
        "rules": rules_of(row),
        "rules_version": row.rules_version,
        "ladder": account_of(person).text if struck else "",
        "appeal": appeal_says(right),
        "out_of_court": out_of_court_says(),
        "court": court_says(),
    }


def says_of(row: DecisionAction) -> str:
    """What is done, in a sentence for whose it is, and where it has no end of its own that it has
    none (DSA, Article 17(3)(a)); when it ends stands beside it."""
    action = action_of(row.name)
    said = str(TEXTS[action.notice(Audience.AUTHOR)])
    endless = action.lasts and row.until is None and row.state in HOLDS
    return f"{said} {_('Until we undo it.')}" if endless else said
