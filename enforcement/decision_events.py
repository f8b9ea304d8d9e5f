"""The events about decisions, in the logs of those whom they concern."""

from typing import Any

from enforcement.actions.names import ActionName
from enforcement.actions.registry import AUTHOR_TEXTS
from inbox.event_types import EventType, closed_object, typed_id
from lib.ids import IdKind

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
        _data(actions={"type": "array", "items": _ACTION}),
        "A decision about something of yours, and what follows from it; nothing, where it takes "
        "the place of one that was wrong (`replaces`).",
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
)
