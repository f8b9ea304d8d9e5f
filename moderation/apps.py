from django.apps import AppConfig

from audit import registry


class ModerationConfig(AppConfig):
    """Policy as data, detectors, scans, reviews."""

    name = "moderation"

    def ready(self) -> None:
        from inbox import event_types
        from moderation import handlers
        from moderation.actions import ACTIONS
        from moderation.event_types import EVENT_TYPES

        registry.register(*ACTIONS)
        event_types.register(*EVENT_TYPES)
        handlers.subscribe_all()
