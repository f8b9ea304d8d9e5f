from inbox.models.log import Event, PersonLog
from inbox.models.preferences import NotificationPreferences, SeenMark
from inbox.models.push import Push, PushDevice, PushOutcome

__all__ = [
    "Event",
    "NotificationPreferences",
    "PersonLog",
    "Push",
    "PushDevice",
    "PushOutcome",
    "SeenMark",
]
