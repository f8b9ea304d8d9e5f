"""What a person hears of decisions about them: ids, codes and times; the words stand behind the
decision's id. Nothing of reports, of who decided, nor of anything about child safety, of which
nobody is told who may be looked for (E47).

A person's log stays locked until COMMIT: these come last in a transaction.
"""

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from enforcement import tasks
from enforcement.actions.names import Audience
from enforcement.actions.registry import action_of
from enforcement.appeal_rules import Standing
from enforcement.ending import told_end
from enforcement.models import ActionState, Case, Decision, DecisionAction
from enforcement.policies import see_decision
from enforcement.services.statements import Territory, basis_of, right_of, with_basis
from inbox.services import notify
from lib.outbox.services import enqueue


def tell_decided(
    decision: Decision,
    case: Case | None,
    *,
    begun: Sequence[DecisionAction] = (),
    stood: str,
) -> None:
    """A decision with consequences, or one that undoes those of another, in the app and in a
    letter; `stood`: how the account did before. That no rule was broken is nothing to hear for
    somebody who never heard of a report, nor of its reporter's appeal."""
    if case is not None and case.diverted:
        return
    told = [ActionState.APPLIED, ActionState.WAITING]
    did = list(decision.actions.filter(state__in=told).order_by("position"))
    # What strikes of other decisions reach only now belongs to these.
    did += [row for row in begun if row.decision_id != decision.pk]
    if did or _is_told(decision):
        enqueue(tasks.mail_statement, decision.pk, int(_moved(decision, stood)))
        actions = [_said(row) for row in did]
        _tell(decision, "decision.made", actions=actions, **_elements(decision))
    elif _moved(decision, stood):
        enqueue(tasks.mail_decision, decision.pk)


def mail_if_moved(decision: Decision, *, stood: str) -> None:
    """By mail, too, where the account stands otherwise than it `stood`: whoever is shut out reads
    nothing in the app."""
    if decision.case is not None and decision.case.diverted:
        return
    if _moved(decision, stood):
        enqueue(tasks.mail_decision, decision.pk)


def tell_begun(row: DecisionAction) -> None:
    """It was to begin later, and has."""
    if row.decision.case is None or not row.decision.case.diverted:
        _tell(row.decision, "decision.action_begun", action=row.name)


def tell_expired(row: DecisionAction) -> None:
    """Its time is over."""
    if row.decision.case is None or not row.decision.case.diverted:
        _tell(row.decision, "decision.action_ended", action=row.name)


def _moved(decision: Decision, stood: str) -> bool:
    return User.objects.exclude(state=stood).filter(pk=decision.owner_id).exists()


def _elements(decision: Decision) -> dict[str, Any]:
    """Of the statement of reasons, as codes."""
    row = with_basis(Decision.objects.filter(pk=decision.pk)).get()
    basis, right = basis_of(row), right_of(row)
    open_until = right.until if right.standing == Standing.OPEN else None
    return {
        "territory": Territory.EVERYWHERE.value,
        "ground": decision.ground,
        "rules": list(decision.policies),
        "on_notice": basis.on_notice,
        "detected_automatically": basis.detected,
        "automated": basis.automated,
        "appealable_until": open_until.date().isoformat() if open_until else None,
    }


def _said(row: DecisionAction) -> dict[str, Any]:
    return {
        "text": action_of(row.name).notice(Audience.AUTHOR),
        "from": row.begins_at.isoformat() if row.begins_at else None,
        "until": ends.isoformat() if (ends := told_end(row)) else None,
    }


def _is_told(decision: Decision) -> bool:
    return see_decision.of(decision.owner_id).filter(pk=decision.pk).exists()


def _tell(decision: Decision, type: str, **data: Any) -> None:
    old = decision.supersedes
    notify(
        person_id=decision.owner_id,
        type=type,
        data={
            "decision": decision.public_id,
            "replaces": old.public_id if old and _is_told(old) else None,
            **data,
        },
        about=decision.pk,
    )
