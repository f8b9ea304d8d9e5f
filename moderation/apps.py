from django.apps import AppConfig

from audit import registry


class ModerationConfig(AppConfig):
    """Policy as data, detectors, scans, reviews."""

    name = "moderation"

    def ready(self) -> None:
        from moderation import handlers
        from moderation.actions import ACTIONS

        registry.register(*ACTIONS)
        handlers.subscribe_all()
