"""Apple's public keys, fetched from its JWKS and kept for a while."""

import httpx
import jwt
import structlog
from django.conf import settings
from django.core.cache import cache

SECONDS = 5.0
KEPT = 24 * 3600  # Apple keeps a key for much longer after it names a new one
ASKED_AGAIN = 60  # seconds: an invented key id makes us ask no oftener
CACHE_KEY = "apple:jwks"

log = structlog.get_logger(__name__)


class AppleAway(Exception):
    """Its keys could not be had: nobody can be let in now, and nobody is refused for good."""


def key_of(kid: str) -> jwt.PyJWK | None:
    """The key of this id; None where Apple has none. Raises AppleAway."""
    keys = cache.get(CACHE_KEY)
    known = keys and _find(keys, kid)
    if known:
        return known
    if keys is not None and not cache.add(f"{CACHE_KEY}:asked", 1, ASKED_AGAIN):
        return None
    keys = _fetch()
    cache.set(CACHE_KEY, keys, KEPT)
    return _find(keys, kid)


def _find(keys: list[dict[str, str]], kid: str) -> jwt.PyJWK | None:
    return next((jwt.PyJWK(one) for one in keys if one.get("kid") == kid), None)


def _fetch() -> list[dict[str, str]]:
    """RSA keys for signatures alone."""
    try:
        with httpx.Client(timeout=SECONDS, follow_redirects=False) as client:
            answer = client.get(f"{settings.APPLE_ORIGIN}/auth/keys")
        answer.raise_for_status()
        said = answer.json()["keys"]
        return [one for one in said if one["kty"] == "RSA" and one.get("use", "sig") == "sig"]
    except (httpx.HTTPError, ValueError, LookupError, TypeError) as error:
        log.warning("apple_keys_away", error=type(error).__name__)
        raise AppleAway from None
