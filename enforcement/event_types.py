"""The events about reports, in the logs of those who made them."""

from enforcement.states import Outcome
from inbox.event_types import EventType, closed_object, typed_id
from lib.ids import IdKind

EVENT_TYPES = (
    EventType(
        "report.answered",
        closed_object(
            report=typed_id(IdKind.REPORT),
            outcome={"type": "string", "enum": list(Outcome.values)},
        ),
        "What you reported was looked at: it breaks a rule, or it breaks none. Said again where "
        "another decision took the place of the first.",
    ),
    EventType(
        "reporting.paused",
        closed_object(until={"type": "string", "format": "date-time"}),
        "Too many of your reports were found groundless: until then others have no effect, but "
        "those about child safety and about videos with you in them.",
    ),
    EventType("reporting.resumed", closed_object(), "Your reports have effect again."),
)
