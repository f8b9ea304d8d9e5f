"""A client for each server: of one answer nothing is kept for the next, and nothing for others."""

from __future__ import annotations

from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from moderation.screener.loop import Loop

MOST_CONNECTIONS = 80  # the most that a table may ask for at once, and some to tidy


@cache
def client_of(mine: Loop, base: str) -> httpx.AsyncClient:
    """Of one loop, so that none is shared with a process that was forked. Never by the
    environment's proxies, and without cookies: they would tell one request from another."""
    return httpx.AsyncClient(
        trust_env=False,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        limits=httpx.Limits(max_connections=MOST_CONNECTIONS, keepalive_expiry=20),
    )
