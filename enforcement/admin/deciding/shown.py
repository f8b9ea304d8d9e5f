"""What a preview and the pages of decisions and proposals show of one."""

from typing import Any

from accounts.admin.sections.shown import when
from accounts.models import User
from enforcement.actions.registry import action_of
from enforcement.admin.deciding.evidence import lines_of
from enforcement.api.decision_bodies import decision_json
from enforcement.models import ActionState, Decision, DecisionAction, Ground
from enforcement.reasons import REASONS
from enforcement.services.foreseeing import Foreseen
from enforcement.wanted import Wanted

NOW = {
    ActionState.PLANNED: "planned",
    ActionState.WAITING: "begins later",
    ActionState.APPLIED: "holds",
    ActionState.MOOT: "does nothing: what it is about is gone",
    ActionState.EXPIRED: "over",
    ActionState.REVERSED: "undone",
}


def foreseen_shown(foreseen: Foreseen) -> dict[str, Any]:
    """For the template of a preview."""
    return {
        "needs_two": foreseen.needs_two,
        "done": [action_line(row) for row in foreseen.rows],
        "undone": [action_line(row) for row in foreseen.undone],
        "notifications": foreseen.notifications,
        "reasons": foreseen.reasons,
        "told": _told(foreseen.decision) if foreseen.decision else None,
        "account": foreseen.account,
        "letter": foreseen.letter,
        "reporters": foreseen.reporters,
    }


def action_line(row: DecisionAction) -> dict[str, Any]:
    """One action in staff's words."""
    return {
        "title": action_of(row.name).title,
        "value": row.value.replace("_", " "),
        "begins": when(row.begins_at) if row.begins_at else "",
        "until": when(row.until) if row.until else "",
        "state": NOW[ActionState(row.state)],
        "is_moot": row.state == ActionState.MOOT,
        "reached": row.reached,
        "ended": when(row.ended_at) if row.ended_at else "",
        "by": row.reversed_by.public_id if row.reversed_by else "",
    }


def wanted_shown(wanted: Wanted, viewer: User) -> dict[str, Any]:
    """A proposal's decision, for whoever approves it."""
    return {
        "rules": rules_of(wanted.policies),
        "ground": Ground(wanted.ground).label,
        "source": wanted.source.label,
        "statement": wanted.statement,
        "note": wanted.note,
        "wishes": [wish_line(one) for one in wanted.wishes],
        "rests_on": lines_of(wanted.evidence, viewer),
    }


def rules_of(codes: Any) -> list[str]:
    """Their titles."""
    return [REASONS[code].label for code in codes]


def wish_line(wish: Any) -> str:
    """An action, for how long and from when on."""
    words = [action_of(wish.name).title]
    if wish.value:
        words.append(wish.value.replace("_", " "))
    if wish.span:
        words.append(f"for {wish.span.total_seconds() / 3600:g} hours")
    if wish.after:
        words.append(f"beginning {wish.after.total_seconds() / 3600:g} hours later")
    return ", ".join(words)


def _told(decision: Decision) -> dict[str, Any]:
    """What their app is answered."""
    return decision_json(decision)
