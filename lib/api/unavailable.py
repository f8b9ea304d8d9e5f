"""What counts as "a server of ours is away": one list, one answer (503) wherever it happens."""

import psycopg
import redis.exceptions
import structlog
from channels.exceptions import ChannelFull
from django.db import InterfaceError, OperationalError
from dramatiq.errors import BrokerConnectionError

log = structlog.get_logger(__name__)

RETRY_AFTER = 2  # seconds; an embedded PostgreSQL is back 1.7 to 2.3 s after kill -9 (measured)


class Unavailable(Exception):
    """Raised by an adapter whose server (screener, remote engine, …) does not answer."""


UNAVAILABLE: tuple[type[Exception], ...] = (
    Unavailable,
    OperationalError,
    InterfaceError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    redis.exceptions.ConnectionError,
    redis.exceptions.TimeoutError,
    redis.exceptions.ReadOnlyError,
    redis.exceptions.OutOfMemoryError,
    BrokerConnectionError,
    ChannelFull,
)


def log_absence(error: BaseException) -> None:
    """One line a lost request: which server, and PostgreSQL's code where it gave one."""
    sqlstate = getattr(error.__cause__ or error, "sqlstate", None)
    log.warning("server_away", error=type(error).__name__, sqlstate=sqlstate)
