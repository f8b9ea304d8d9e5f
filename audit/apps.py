from django.apps import AppConfig

from audit import registry


class AuditConfig(AppConfig):
    """Who did what to what, append-only."""

    name = "audit"

    def ready(self) -> None:
        from audit.actions import ACTIONS

        registry.register(*ACTIONS)
