"""What a person hears of decisions about them: ids, codes and times; the words stand behind the
decision's id. Nothing of reports, of who decided, nor of anything about child safety, of which
nobody is told who may be looked for (E47).

A person's log stays locked until COMMIT: these come last in a transaction.
"""

from collections.abc import Sequence
from typing import Any

from enforcement.actions.names import Audience
from enforcement.actions.registry import action_of
from enforcement.models import ActionState, Case, Decision, DecisionAction
from inbox.services import append


def tell_decided(
    decision: Decision, case: Case | None, *, begun: Sequence[DecisionAction] = ()
) -> None:
    """A decision with consequences, or one that undoes another. That no rule was broken is nothing
    to hear for somebody who never heard of a report."""
    if case is not None and case.diverted:
        return
    did = list(decision.actions.filter(state=ActionState.APPLIED).order_by("position"))
    # What strikes of other decisions reach only now belongs to these.
    did += [row for row in begun if row.decision_id != decision.pk]
    if did or decision.supersedes_id:
        _tell(decision, "decision.made", actions=[_said(row) for row in did])


def tell_expired(row: DecisionAction) -> None:
    """Its time is over."""
    if row.decision.case is None or not row.decision.case.diverted:
        _tell(row.decision, "decision.action_ended", action=row.name)


def _said(row: DecisionAction) -> dict[str, Any]:
    return {
        "text": action_of(row.name).notice(Audience.AUTHOR),
        "until": row.until.isoformat() if row.until else None,
    }


def _tell(decision: Decision, type: str, **data: Any) -> None:
    replaces = decision.supersedes.public_id if decision.supersedes else None
    append(
        person_id=decision.owner_id,
        type=type,
        data={"decision": decision.public_id, "replaces": replaces, **data},
        about=decision.pk,
    )
