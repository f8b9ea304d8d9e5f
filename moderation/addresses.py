"""Where credentials, hashes and pictures may be sent."""

import ipaddress
from urllib.parse import urlsplit


def is_sound(url: str) -> bool:
    """Over TLS, or to this machine itself."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and _is_here(host)))


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
