"""Deletions that are owed, in Redis: whoever is killed in the middle leaves a name behind.

Best effort beside the server's own retention, which the processor's text states: a Redis that is
away stops no render.
"""

from __future__ import annotations

import time

import redis.exceptions
import structlog

from lib.api.redis_client import redis_client

log = structlog.get_logger(__name__)

AGAIN_SECONDS = 600.0
GIVEN_UP_SECONDS = 7 * 86_400
AT_ONCE = 5


def note(engine: str, video: str, *, seconds: float) -> None:
    """A job that is to be gone from there in `seconds` at the latest."""
    now = time.time()
    _safely("zadd", _key(engine), {f"{int(now)} {video}": now + seconds})


def settle(engine: str, video: str) -> None:
    """It is gone."""
    for member in _members(engine):
        if member.partition(" ")[2] == video:
            _safely("zrem", _key(engine), member)


def due(engine: str) -> list[str]:
    """A few of those whose time is over; they come again after a while. After a week a server that
    deletes nothing is no longer asked, and the log says so."""
    now = time.time()
    found = _safely("zrangebyscore", _key(engine), "-inf", now, start=0, num=AT_ONCE) or []
    videos = []
    for member in (one.decode() for one in found):
        since, _, video = member.partition(" ")
        if now - float(since) > GIVEN_UP_SECONDS:
            log.error("remote_deletion_given_up", engine=engine)
            _safely("zrem", _key(engine), member)
            continue
        _safely("zadd", _key(engine), {member: now + AGAIN_SECONDS})
        videos.append(video)
    return videos


def _members(engine: str) -> list[str]:
    return [one.decode() for one in _safely("zrange", _key(engine), 0, -1) or []]


def _key(engine: str) -> str:
    return f"zoetrope:remote:owed:{engine}"


def _safely(command: str, *args: object, **more: object) -> list[bytes] | None:
    try:
        found = getattr(redis_client(), command)(*args, **more)
    except redis.exceptions.RedisError as error:
        log.warning("remote_owed_unknown", error=type(error).__name__)
        return None
    return found if isinstance(found, list) else None
