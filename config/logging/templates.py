"""Other people's log lines keep their template and lose what was filled into it.

Django fills in paths, httpx whole URLs, psycopg values. Loggers on the list below fill in only
names, ports and ids, and are worth reading in full.
"""

from structlog.types import EventDict, WrappedLogger

# Its messages are the exceptions' own, values and all; the logger's name says which it was.
NO_TEMPLATE = "django.security"
READ_IN_FULL = ("granian", "_granian", "dramatiq", "apscheduler")


def template_only(logger: WrappedLogger, method: str, event_dict: EventDict) -> EventDict:
    """A processor for records of the standard library's logging."""
    arguments = event_dict.pop("positional_args", None)
    name: str = event_dict["_record"].name
    if name.startswith(NO_TEMPLATE):
        event_dict["event"] = name
    elif arguments and name.split(".", 1)[0] in READ_IN_FULL:
        event_dict["event"] = event_dict["event"] % arguments
    return event_dict
