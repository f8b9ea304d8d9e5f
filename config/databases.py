"""Where the servers are: the operator's by URL, or the embedded ones under the data folder.

A process connects with just the rights of its role (`ZOETROPE_ROLE`). `DATABASE_URL_WEB`,
`…_WORKER`, `…_LIKENESS` and `…_MIGRATE` give each role its own URL, `DATABASE_URL` serves all that
have none.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import redis
from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.embedded import Endpoints

ROLES = ("migrate", "web", "worker", "likeness")
CONNECT_SECONDS = 3
IMPATIENT = {
    "retry": Retry(NoBackoff(), 0),
    "socket_connect_timeout": 2,
}


def database(role: str, home: Path) -> dict[str, Any]:
    """Django's settings of the default database for a role."""
    url = os.environ.get(f"DATABASE_URL_{role.upper()}") or os.environ.get("DATABASE_URL")
    return parse_database_url(url or _embedded(home).database_url(role))


def redis_url(home: Path) -> str:
    """Cache, channel layer and throttles."""
    return os.environ.get("REDIS_URL") or _embedded(home).redis_url


def broker_url(home: Path) -> str:
    """Dramatiq's broker."""
    return os.environ.get("BROKER_URL") or os.environ.get("REDIS_URL") or _embedded(home).broker_url


def brings_own_servers() -> bool:
    """True where the operator named a database by URL."""
    return any(name.startswith("DATABASE_URL") for name in os.environ)


def parse_database_url(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?sslmode=…` as Django's dictionary."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must be postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or 5432),
        # Health checks and no pool: a lost server costs 4 ms a request instead of 30 s (measured).
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": CONNECT_SECONDS, **dict(parse_qsl(parts.query))},
    }


def broker_pool(url: str) -> redis.ConnectionPool:
    """Connections that fail at once: redis-py's default retries cost seconds a request."""
    return redis.ConnectionPool.from_url(url, **IMPATIENT)


def _embedded(home: Path) -> Endpoints:
    endpoints = Endpoints.load(home)
    if endpoints is None:
        raise ImproperlyConfigured(
            "No database: set DATABASE_URL and REDIS_URL, or start the embedded servers with "
            "`make servers`."
        )
    return endpoints
