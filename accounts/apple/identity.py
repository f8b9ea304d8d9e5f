"""What an identity token of Apple says, and why one is refused."""

import hashlib
import hmac
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import jwt
from django.conf import settings
from django.core.cache import cache

from accounts.apple.keys import key_of

LONGEST = 8192  # Apple's have about 1,000 characters
LEEWAY = 30  # seconds between two clocks
FRESH = 10 * 60  # seconds: Apple's own life of one; an older one was kept by somebody


class NotApples(Exception):
    """This token says nothing that we may believe. The message is a code."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who Apple says somebody is. `email` is empty where Apple did not vouch for it; it may be an
    address of Apple's private relay."""

    subject: str
    client_id: str
    email: str


def read_identity(token: str, *, client_id: str, nonce: str) -> Identity:
    """Signature, issuer, audience, age and nonce hold, and it was never shown before.

    The `nonce` claim is the SHA-256 of `nonce` in hexadecimal: the app gave Apple the hash, and
    gives us what nobody else knows. Raises NotApples; AppleAway where the keys cannot be had.
    """
    claims = signed_claims(token, audience=[client_id], required=("exp", "sub", "nonce"))
    wanted = hashlib.sha256(nonce.encode()).hexdigest()
    if not hmac.compare_digest(str(claims.get("nonce", "")), wanted):
        raise NotApples("nonce")
    if claims["iat"] < time.time() - FRESH:
        raise NotApples("old")
    _refuse_replay(token, claims["exp"])
    vouched = str(claims.get("email_verified", "")).lower() == "true"
    return Identity(
        subject=claims["sub"], client_id=client_id, email=claims.get("email", "") if vouched else ""
    )


def signed_claims(
    token: str, *, audience: Sequence[str], required: Iterable[str]
) -> dict[str, Any]:
    """Of a token that Apple signed for one of these apps, with what it must say besides `iss`,
    `aud` and `iat`. Raises NotApples; AppleAway where the keys cannot be had."""
    if len(token) > LONGEST or not token.isascii():
        raise NotApples("form")
    try:
        key = key_of(str(jwt.get_unverified_header(token).get("kid")))
        if key is None:
            raise NotApples("key")
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=["RS256"],  # never the token's own choice
            issuer=settings.APPLE_ISSUER,
            audience=audience,
            leeway=LEEWAY,
            options={"require": ["iss", "aud", "iat", *required]},
        )
    except jwt.PyJWTError as error:
        raise NotApples(type(error).__name__) from None
    return claims


def _refuse_replay(token: str, expires_at: int) -> None:
    """Apple gives its tokens no id, so the whole token is one; kept until it is worth nothing."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    lasts = max(1, int(expires_at - time.time())) + LEEWAY
    if not cache.add(f"apple:shown:{digest}", 1, lasts):
        raise NotApples("shown")
