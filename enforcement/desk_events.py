"""The events that staff are told by: queues and counts, never a case or a person."""

from django.utils.translation import gettext_lazy as _

from enforcement.reasons import Queue
from inbox.event_types import EventType, closed_object
from inbox.notices import Category, Notice

_COUNT = {"type": "integer", "minimum": 1}
_ABOUT_A_QUEUE = closed_object(queue={"type": "string", "enum": list(Queue.values)}, cases=_COUNT)

EVENT_TYPES = (
    EventType(
        "desk.due_soon",
        _ABOUT_A_QUEUE,
        "To staff who look at a queue: so many cases must be decided soon.",
    ),
    EventType(
        "desk.overdue",
        _ABOUT_A_QUEUE,
        "To staff who look at a queue, and to leads: so many cases are past their time.",
    ),
)
NOTICES = (
    Notice(
        "desk.due_soon",
        Category.ENFORCEMENT,
        adult=_("For staff: cases must be decided soon."),
    ),
    Notice(
        "desk.overdue",
        Category.ENFORCEMENT,
        adult=_("For staff: cases are past their time."),
    ),
)
