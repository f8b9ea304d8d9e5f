from django.apps import AppConfig

from audit import registry


class CameosConfig(AppConfig):
    """Likenesses, and the consents under which they are used."""

    name = "cameos"

    def ready(self) -> None:
        from cameos.actions import ACTIONS
        from cameos.surfaces import SAID
        from lib import surfaces

        registry.register(*ACTIONS)
        surfaces.register(*SAID)
