from django.apps import AppConfig

from audit import registry
from audit.registry import Action, Audience, Retention


class ConfigConfig(AppConfig):
    """Puts the rooms together; knows what an installation still lacks."""

    name = "config"

    def ready(self) -> None:
        """Make the system checks and the operator's own actions known."""
        from config import checks  # noqa: F401
        from config.admin_settings import keep_recorded_pages_only
        from config.exporting import WALKERS
        from config.retention import RULES
        from config.surfaces import SAID
        from lib import exporting, retention, surfaces
        from lib.admin_drawing import draw_once

        keep_recorded_pages_only()
        draw_once()
        surfaces.register(*SAID)
        retention.register(*RULES)
        exporting.register(*WALKERS)

        registry.register(
            Action(
                "config.moderator.appointed",
                "An operator gave somebody a moderator's rights.",
                Audience.STAFF,
                Retention.SEVEN_YEARS,
            ),
            Action(
                "config.support.appointed",
                "An operator let somebody help people with their accounts.",
                Audience.STAFF,
                Retention.SEVEN_YEARS,
            ),
            Action(
                "config.lead.appointed",
                "An operator gave somebody a lead's rights.",
                Audience.STAFF,
                Retention.SEVEN_YEARS,
            ),
            Action(
                "config.analyst.appointed",
                "An operator let somebody read how the desk does, in numbers.",
                audience=Audience.STAFF,
                retention=Retention.SEVEN_YEARS,
            ),
            Action(
                "config.child_safety.appointed",
                "An operator let somebody handle cases of child safety.",
                Audience.STAFF,
                Retention.SEVEN_YEARS,
            ),
            Action(
                "config.vendor.appointed",
                "An operator let somebody of another company handle ordinary cases.",
                Audience.STAFF,
                Retention.SEVEN_YEARS,
            ),
            Action(
                "config.policy_keeper.appointed",
                "An operator gave somebody the right to load and activate policies.",
                Audience.STAFF,
                Retention.SEVEN_YEARS,
            ),
        )
