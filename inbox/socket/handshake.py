"""Who knocks: the token from header or subprotocol, never from the URL."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from starlette.datastructures import Headers

from lib.errors import DomainError, ErrorCode

PROTOCOL = "zoetrope.v1"
BEARER = "bearer."


@dataclass(frozen=True, slots=True)
class Hello:
    """A handshake that may be looked at further; `protocol` is what the server answers."""

    token: str
    protocol: str | None


def read_hello(scope: dict[str, Any]) -> Hello:
    """Raises DomainError `malformed`, `permission_denied` or `not_authenticated`."""
    if scope.get("query_string"):
        # URLs land in logs and histories: a token there would have to count as leaked.
        raise DomainError(ErrorCode.MALFORMED, "This address takes no query.")
    headers = Headers(scope=scope)
    _check_origin(headers.getlist("origin"))
    offered = list(scope.get("subprotocols", []))
    return Hello(_token(headers.getlist("authorization"), offered), _protocol(offered))


def _check_origin(origins: list[str]) -> None:
    """Apps send none; a page of somebody else's must not speak for a person who visits it."""
    if origins and origins != [settings.PUBLIC_ORIGIN]:
        raise DomainError(ErrorCode.PERMISSION_DENIED, "Not from this origin.")


def _protocol(offered: list[str]) -> str | None:
    if PROTOCOL in offered:
        return PROTOCOL
    if offered:
        raise DomainError(ErrorCode.MALFORMED, f"The subprotocol here is {PROTOCOL}.")
    return None


def _token(authorizations: list[str], offered: list[str]) -> str:
    tokens = [one.removeprefix(BEARER) for one in offered if one.startswith(BEARER)]
    for value in authorizations:
        scheme, _, token = value.partition(" ")
        if scheme.lower() != "bearer":
            raise DomainError(ErrorCode.NOT_AUTHENTICATED, "Send a bearer token.")
        tokens.append(token.strip())
    if len(tokens) != 1 or not tokens[0]:
        raise DomainError(ErrorCode.NOT_AUTHENTICATED, "Send one bearer token.")
    return tokens[0]
