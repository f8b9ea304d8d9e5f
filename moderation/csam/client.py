"""Asking the service over HTTP. Whatever goes wrong is a ServiceAway; nothing is assumed."""

from __future__ import annotations

from collections.abc import Sequence

import httpx

from moderation.addresses import is_sound
from moderation.csam.wire import BadAnswer, Found, Item, question, understood

PATH = "/v1/match"
SECONDS = 10.0  # of silence, and of one request in all
LONGEST_ANSWER = 1 << 20


class ServiceAway(Exception):
    """Nobody assessed it. The message is a code."""


def ask(
    url: str, key: str, items: Sequence[Item], *, seconds: float = SECONDS
) -> tuple[str, list[Found]]:
    """The service's name, and what it says of each item, in order. Raises ServiceAway."""
    if not is_sound(url):
        raise ServiceAway("address")
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        status, body = _post(f"{url.rstrip('/')}{PATH}", headers, items, seconds)
    except httpx.HTTPError as error:
        raise ServiceAway(type(error).__name__) from None
    if status != 200:
        raise ServiceAway(f"HTTP {status}")
    try:
        return understood(body, items)
    except BadAnswer as error:
        raise ServiceAway(str(error)) from None


def _post(
    address: str, headers: dict[str, str], items: Sequence[Item], seconds: float
) -> tuple[int, bytes]:
    """Redirects are not followed: the pictures and the key go to the named service alone."""
    import time

    until = time.monotonic() + seconds
    body = bytearray()
    with (
        httpx.Client(timeout=seconds, follow_redirects=False) as client,
        client.stream("POST", address, json=question(items), headers=headers) as answer,
    ):
        for chunk in answer.iter_bytes():
            body += chunk
            if len(body) > LONGEST_ANSWER:
                raise ServiceAway("endless")
            if time.monotonic() > until:
                raise ServiceAway("slow")
    return answer.status_code, bytes(body)
