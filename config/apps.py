from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Puts the rooms together; knows what an installation still lacks."""

    name = "config"

    def ready(self) -> None:
        """Make the system checks known."""
        from config import checks  # noqa: F401
