"""What people and staff hear of this room in their logs."""

from inbox.event_types import EventType, closed_object

EVENT_TYPES = (
    EventType(
        "bank.entry_disabled",
        closed_object(entry_id={"type": "string", "format": "uuid"}),
        "To staff who keep hash banks: an entry met too many people and put itself out of action.",
    ),
    EventType(
        "bank.entry_doubted",
        closed_object(entry_id={"type": "string", "format": "uuid"}),
        "To staff who keep hash banks: an entry that protects children met too many people, or "
        "the decision that it was taken from fell: it asks a person from now on.",
    ),
    EventType(
        "account.cooling_off",
        closed_object(until={"type": ["string", "null"], "format": "date-time"}),
        "Until then new prompts, captions and profile texts are refused; null: that was taken "
        "back.",
    ),
)
