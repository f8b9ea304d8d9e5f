from django.apps import AppConfig


class InboxConfig(AppConfig):
    """What a person should hear of: a log of events, read over HTTP or followed over a socket."""

    name = "inbox"

    def ready(self) -> None:
        from inbox import event_types, handlers
        from inbox.events import (
            PERSON_FOLLOWED,
            PROFILE_SETTLED,
            RELATIONS_CHANGED,
            SAFEGUARDS_CHANGED,
        )
        from inbox.surfaces import SAID
        from lib import surfaces

        event_types.register(
            PERSON_FOLLOWED, PROFILE_SETTLED, RELATIONS_CHANGED, SAFEGUARDS_CHANGED
        )
        surfaces.register(*SAID)
        handlers.subscribe_all()
