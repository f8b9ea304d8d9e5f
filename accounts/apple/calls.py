"""The two calls to Apple: a code for a refresh token, and that token's end.

https://developer.apple.com/documentation/signinwithapplerestapi: "Generate and validate tokens",
"Revoke tokens".
"""

import time

import httpx
import jwt
from django.conf import settings

SECONDS = 10.0
SECRET_LASTS = 300  # seconds; Apple allows six months, one call needs less


class AppleRefused(Exception):
    """It said no, and will say so again. The message is Apple's code."""


class AppleSilent(Exception):
    """No answer, or one that a later try may better. The message is a code."""


def refresh_token_for(code: str, *, client_id: str) -> str:
    """What a sign-in's code is worth, once, within five minutes. Raises as `revoke`."""
    answer = _post("token", client_id, {"grant_type": "authorization_code", "code": code})
    token = answer.json().get("refresh_token")
    if not isinstance(token, str) or not token:
        raise AppleRefused("no_refresh_token")
    return token


def revoke(refresh_token: str, *, client_id: str) -> None:
    """This app may no longer act for the person. Raises AppleRefused, AppleSilent."""
    _post("revoke", client_id, {"token": refresh_token, "token_type_hint": "refresh_token"})


def _post(verb: str, client_id: str, form: dict[str, str]) -> httpx.Response:
    whole = {"client_id": client_id, "client_secret": _secret(client_id), **form}
    try:
        with httpx.Client(timeout=SECONDS, follow_redirects=False) as client:
            answer = client.post(f"{settings.APPLE_ORIGIN}/auth/{verb}", data=whole)
    except httpx.HTTPError as error:
        raise AppleSilent(type(error).__name__) from None
    if answer.status_code == 400:
        raise AppleRefused(_error_of(answer))
    if answer.status_code != 200:
        raise AppleSilent(f"HTTP {answer.status_code}")
    return answer


def _error_of(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["error"])[:40]
    except (ValueError, LookupError, TypeError):
        return "unreadable"


def _secret(client_id: str) -> str:
    """The proof of who we are: a token that the operator's key signs."""
    now = int(time.time())
    claims = {
        "iss": settings.APPLE_TEAM_ID,
        "iat": now,
        "exp": now + SECRET_LASTS,
        "aud": settings.APPLE_ISSUER,
        "sub": client_id,
    }
    headers = {"kid": settings.APPLE_KEY_ID}
    return jwt.encode(claims, settings.APPLE_PRIVATE_KEY, algorithm="ES256", headers=headers)
