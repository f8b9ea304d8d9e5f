"""Deletions that are owed, in Redis: whoever is killed in the middle leaves a name behind.

Best effort beside the server's own retention, which the processor's text states: a Redis that is
away stops no render.
"""

from __future__ import annotations

import random
import time
from collections.abc import Collection
from dataclasses import dataclass

import redis.exceptions
import structlog

from lib.api.redis_client import redis_client

log = structlog.get_logger(__name__)

OWING = "zoetrope:remote:owing"  # the servers
AGAIN_SECONDS = 600.0
AGAIN_AT_THE_LATEST_SECONDS = 6 * 3_600.0
GIVEN_UP_SECONDS = 7 * 86_400
AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class Debt:
    """A video that is to be gone from a server (`Place.server`: a table may name another one by
    then). `since`: seconds since 1970."""

    server: str
    video: str
    since: int

    @property
    def member(self) -> str:
        return f"{self.since} {self.video}"


def note(server: str, video: str, *, seconds: float) -> Debt:
    """A job that is to be gone from there in `seconds` at the latest."""
    now = time.time()
    debt = Debt(server, video, int(now))
    _safely("zadd", OWING, {server: now})
    _safely("zadd", _key(server), {debt.member: now + seconds})
    return debt


def hold(debt: Debt, *, seconds: float) -> None:
    """It is still being made: nobody else deletes it for so long."""
    _safely("zadd", _key(debt.server), {debt.member: time.time() + seconds})


def settle(debt: Debt) -> None:
    """It is gone."""
    _safely("zrem", _key(debt.server), debt.member)


def keep(debt: Debt) -> None:
    """It was asked for by whoever made it, and is not gone: owed from now on, though no note of it
    may have been taken."""
    _safely("zadd", OWING, {debt.server: time.time()})
    _safely("zadd", _key(debt.server), {debt.member: _again(debt)})


def put_off(debt: Debt) -> None:
    """It was asked for again, and is not gone. What somebody else settled meanwhile stays so."""
    _safely("zadd", _key(debt.server), {debt.member: _again(debt)}, xx=True)


def _again(debt: Debt) -> float:
    """Each rests on its own and the longer the older it is, so that one that is never deleted keeps
    no other from its turn."""
    now = time.time()
    pause = min(max((now - debt.since) / 4, AGAIN_SECONDS), AGAIN_AT_THE_LATEST_SECONDS)
    return now + pause * random.uniform(0.75, 1.25)  # noqa: S311 - spread, not secrecy


def due(server: str) -> list[Debt]:
    """A few of those whose time is over, the one first that waits longest; whoever asks settles
    them or puts them off. After a week a server that deletes nothing is no longer asked, and the
    log says so."""
    now = time.time()
    found = _safely("zrangebyscore", _key(server), "-inf", now, start=0, num=AT_ONCE) or []
    return _still_asked([_debt(server, member) for member in found], now)


def left_behind(known: Collection[str]) -> dict[str, int]:
    """What is owed by servers that are not `known` (any more), and so is asked of nobody."""
    servers = [one.decode() for one in _safely("zrange", OWING, 0, -1) or []]
    counts = {one: _left(one) for one in servers if one not in known}
    for server, count in counts.items():
        if not count:
            _safely("zrem", OWING, server)
    return {server: count for server, count in counts.items() if count}


def _left(server: str) -> int:
    found = _safely("zrange", _key(server), 0, -1) or []
    return len(_still_asked([_debt(server, member) for member in found], time.time()))


def _still_asked(debts: list[Debt], now: float) -> list[Debt]:
    for debt in debts:
        if now - debt.since > GIVEN_UP_SECONDS:
            log.error("remote_deletion_given_up", server=debt.server)
            settle(debt)
    return [debt for debt in debts if now - debt.since <= GIVEN_UP_SECONDS]


def _debt(server: str, member: bytes) -> Debt:
    since, _, video = member.decode().partition(" ")
    return Debt(server, video, int(since))


def _key(server: str) -> str:
    return f"zoetrope:remote:owed:{server}"


def _safely(command: str, *args: object, **more: object) -> list[bytes] | None:
    try:
        found = getattr(redis_client(), command)(*args, **more)
    except redis.exceptions.RedisError as error:
        log.warning("remote_owed_unknown", error=type(error).__name__)
        return None
    return found if isinstance(found, list) else None
