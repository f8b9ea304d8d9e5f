"""With what we call Apple's push service; nothing is pushed where it is not set."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """The provider's key (PEM), its id, the team, and the app's bundle id as topic."""

    key: str
    key_id: str
    team_id: str
    topic: str


def is_configured() -> bool:
    """Whether we push."""
    return bool(settings.APNS_KEY)


def credentials() -> Credentials:
    """Of the settings; only where `is_configured`."""
    return Credentials(
        key=settings.APNS_KEY,
        key_id=settings.APNS_KEY_ID,
        team_id=settings.APNS_TEAM_ID,
        topic=settings.APNS_TOPIC,
    )


def push_lacks() -> str | None:
    """What is missing, for `/readyz` and the checks."""
    if is_configured():
        return None
    return "absent: nobody is notified outside the app (docs/notifications.md)"
