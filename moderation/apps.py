from django.apps import AppConfig

from audit import registry


class ModerationConfig(AppConfig):
    """Policy as data, detectors, scans, reviews."""

    name = "moderation"

    def ready(self) -> None:
        from accounts import pauses
        from inbox import event_types as inbox_types
        from lib.ids import IdKind
        from moderation import handlers, subjects
        from moderation.actions import ACTIONS
        from moderation.event_types import EVENT_TYPES
        from moderation.probing.showing import describe_refused
        from moderation.services.cooling import paused_until

        registry.register(*ACTIONS)
        inbox_types.register(*EVENT_TYPES)
        handlers.subscribe_all()
        subjects.register(IdKind.REFUSED_TEXT, describe_refused)
        pauses.register(paused_until)
