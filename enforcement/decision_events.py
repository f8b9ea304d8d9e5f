"""The events about decisions, in the logs of those whom they concern."""

from typing import Any

from enforcement.actions.names import ActionName
from enforcement.actions.registry import AUTHOR_TEXTS
from enforcement.models import AppealOutcome, AppealState, Ground
from enforcement.reasons import REASONS
from enforcement.services.statements import Territory
from enforcement.states import Outcome
from inbox.event_types import EventType, closed_object, typed_id
from lib.ids import IdKind

_DAY = {"type": ["string", "null"], "format": "date"}
_ACTION = closed_object(
    text={"type": "string", "enum": AUTHOR_TEXTS},
    **{"from": {"type": ["string", "null"], "format": "date-time"}},
    until={"type": ["string", "null"], "format": "date-time"},
)


def _data(**more: Any) -> dict[str, Any]:
    return closed_object(
        decision=typed_id(IdKind.DECISION),
        replaces=typed_id(IdKind.DECISION) | {"type": ["string", "null"]},
        **more,
    )


EVENT_TYPES = (
    EventType(
        "decision.made",
        _data(
            actions={"type": "array", "items": _ACTION},
            territory={"type": "string", "enum": list(Territory)},
            ground={"type": "string", "enum": list(Ground.values)},
            rules={"type": "array", "items": {"type": "string", "enum": list(REASONS)}},
            on_notice={"type": "boolean"},
            detected_automatically={"type": "boolean"},
            automated={"type": "boolean"},
            appealable_until=_DAY,
        ),
        "A decision about something of yours, and what follows from it; nothing, where it takes "
        "the place of one that was wrong (`replaces`). With the codes of the statement of reasons; "
        "its words, the law where it rests on one, and where else it can be contested, stand in "
        "`/me/decisions/{id}`.",
    ),
    EventType(
        "decision.action_begun",
        _data(action={"type": "string", "enum": list(ActionName.values)}),
        "What a decision said for later has begun.",
    ),
    EventType(
        "decision.action_ended",
        _data(action={"type": "string", "enum": list(ActionName.values)}),
        "What a decision did for a time is over.",
    ),
    EventType(
        "appeal.asked",
        closed_object(appeal=typed_id(IdKind.APPEAL)),
        "Whoever looks at your appeal asks you something; it stands in `/me/appeals/{id}`, and you "
        "reply there.",
    ),
    EventType(
        "appeal.answered",
        closed_object(
            appeal=typed_id(IdKind.APPEAL),
            decision=typed_id(IdKind.DECISION) | {"type": ["string", "null"]},
            report=typed_id(IdKind.REPORT) | {"type": ["string", "null"]},
            state={"type": "string", "enum": [AppealState.RESOLVED.value]},
            outcome={"type": "string", "enum": list(AppealOutcome.values)},
        ),
        "Your appeal was answered. `decision` where it is about something of yours, `report` where "
        "you reported it; the answer stands in `/me/appeals/{id}`.",
    ),
    EventType(
        "appeal.overtaken",
        closed_object(
            appeal=typed_id(IdKind.APPEAL),
            decision=typed_id(IdKind.DECISION) | {"type": ["string", "null"]},
            report=typed_id(IdKind.REPORT) | {"type": ["string", "null"]},
            finding={"type": "string", "enum": list(Outcome.values)},
            replaced_by=typed_id(IdKind.DECISION) | {"type": ["string", "null"]},
            appealable_until=_DAY,
        ),
        "Before your appeal was answered another decision took the place of the one that it was "
        "about: what it finds; why stands in `/me/appeals/{id}`. Where it is about something of "
        "yours also which one it is, and until when you can appeal that.",
    ),
)
