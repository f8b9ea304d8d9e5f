"""The events that this room writes into people's logs."""

from inbox.event_types import EventType, closed_object

EVENT_TYPES = (
    EventType(
        "account.cooling_off",
        closed_object(until={"type": ["string", "null"], "format": "date-time"}),
        "Until then new prompts and captions are refused; null: that was taken back.",
    ),
)
