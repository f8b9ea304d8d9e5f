"""The events that enrolments write into people's logs."""

from inbox.event_types import EventType, closed_object, typed_id
from lib.ids import IdKind

_RESULT = closed_object(enrolment=typed_id(IdKind.ENROLMENT), cameo=typed_id(IdKind.CAMEO))

EVENT_TYPES = (
    EventType("enrolment.accepted", _RESULT, "Your recording was accepted: you have a cameo."),
    EventType("enrolment.refused", _RESULT, "Your recording was refused: read it to learn why."),
    EventType(
        "cameo.look_alike",
        closed_object(cameo=typed_id(IdKind.CAMEO)),
        "Somebody tried to enrol a face like yours. Your cameo goes on as it is, theirs waits for "
        "our staff. We do not say who it was.",
    ),
)
