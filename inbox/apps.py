from django.apps import AppConfig


class InboxConfig(AppConfig):
    """What a person should hear of: a log of events, read over HTTP or followed over a socket."""

    name = "inbox"

    def ready(self) -> None:
        from inbox import event_types, handlers
        from inbox.events import PERSON_FOLLOWED, RELATIONS_CHANGED

        event_types.register(PERSON_FOLLOWED, RELATIONS_CHANGED)
        handlers.subscribe_all()
