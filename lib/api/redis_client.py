from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

SECONDS = 2


@cache
def redis_client(url: str | None = None) -> "redis.Redis":
    """The process's client of a Redis (thread-safe; settings.REDIS_URL by default).

    One retry without waiting heals a connection that a restarted server dropped; the library's
    default of three with growing pauses would hold a request for seconds while it is away.
    """
    return redis.Redis.from_url(
        url or settings.REDIS_URL,
        socket_connect_timeout=SECONDS,
        socket_timeout=SECONDS,
        retry=Retry(NoBackoff(), 1),
    )
