from django.apps import AppConfig

from audit import registry


class AuditConfig(AppConfig):
    """Who did what to what, append-only."""

    name = "audit"

    def ready(self) -> None:
        from audit.actions import ACTIONS
        from audit.exporting import WALKERS
        from audit.retention import RULES
        from audit.surfaces import SAID
        from lib import exporting, retention, surfaces

        registry.register(*ACTIONS)
        surfaces.register(*SAID)
        retention.register(*RULES)
        exporting.register(*WALKERS)
