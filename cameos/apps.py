from django.apps import AppConfig
from django.conf import settings

from audit import registry


class CameosConfig(AppConfig):
    """Likenesses, and the consents under which they are used."""

    name = "cameos"

    def ready(self) -> None:
        from cameos import handlers
        from cameos.actions import ACTIONS
        from cameos.event_types import EVENT_TYPES
        from cameos.surfaces import SAID
        from cameos.vault.process import ROLE, forbid_dumps
        from inbox import event_types as inbox_types
        from lib import surfaces

        registry.register(*ACTIONS)
        surfaces.register(*SAID)
        inbox_types.register(*EVENT_TYPES)
        handlers.subscribe_all()
        if settings.ROLE == ROLE:
            forbid_dumps()  # before any key or template is in memory
