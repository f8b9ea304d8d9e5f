"""What counts as "a server of ours is away": one list, one answer (503) wherever it happens."""

import psycopg
import redis.exceptions
from channels.exceptions import ChannelFull
from django.db import InterfaceError, OperationalError
from dramatiq.errors import BrokerConnectionError

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
