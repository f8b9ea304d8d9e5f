from django.apps import AppConfig


class InboxConfig(AppConfig):
    """What a person should hear of: a log of events, read over HTTP or followed over a socket."""

    name = "inbox"

    def ready(self) -> None:
        from inbox import event_types, handlers, notices
        from inbox.events import EVENT_TYPES
        from inbox.exporting import WALKERS
        from inbox.notice_texts import NOTICES, SILENT
        from inbox.retention import RULES
        from inbox.surfaces import SAID
        from lib import exporting, retention, surfaces

        event_types.register(*EVENT_TYPES)
        notices.register(*NOTICES)
        notices.register_silent(SILENT)
        surfaces.register(*SAID)
        retention.register(*RULES)
        exporting.register(*WALKERS)
        handlers.subscribe_all()
