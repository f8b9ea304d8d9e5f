"""Is this installation reached by this machine alone? What is for development asks here."""

from urllib.parse import urlsplit

from django.conf import settings

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def only_loopback() -> bool:
    """True under `development`, with a loopback origin and no proxy that could lead others in."""
    if settings.PRODUCTION or settings.TRUSTED_PROXIES:
        return False
    return urlsplit(settings.PUBLIC_ORIGIN).hostname in LOOPBACK
