from inbox.models.log import Event, PersonLog
from inbox.models.preferences import NotificationPreferences, SeenMark
from inbox.models.push import Push, PushDevice, PushState

__all__ = [
    "Event",
    "NotificationPreferences",
    "PersonLog",
    "Push",
    "PushDevice",
    "PushState",
    "SeenMark",
]
