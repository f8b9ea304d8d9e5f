"""What this way of running does not have, said aloud: /readyz shows it, checks make it errors."""

from django.apps import apps
from django.conf import settings

ROOMS = {
    "moderation": ("screener", "submissions are not screened"),
    "provenance": ("provenance", "nothing is marked or signed"),
    "cameos": ("likeness", "no real person can be asked for consent"),
}


def lacks() -> dict[str, str]:
    """Part by name: what its absence means."""
    found = {
        part: f"absent: {meaning}"
        for room, (part, meaning) in ROOMS.items()
        if not apps.is_installed(room)
    }
    if not settings.PRODUCTION:
        found["production"] = "this is the development profile: what it makes is stamped so"
    return found
