"""A circuit breaker that all processes share: its state lies in Redis, under a server's name."""

import time
from collections.abc import Callable
from enum import StrEnum
from functools import cached_property
from typing import Any

from lib.api.redis_client import redis_client

FAILURES = 5  # in a row, until nobody is asked any more
REST_SECONDS = 30.0  # until one process may try again
TRIAL_SECONDS = 300.0  # a trial whose process died is over after this
FORGET_SECONDS = 3600  # a server that nobody asks for an hour starts anew

# `until`: nobody asks before. `trial`: one process asks, the others wait until then.
_ADMIT = """
local now = tonumber(ARGV[1])
local opened = tonumber(redis.call('HGET', KEYS[1], 'until') or '0')
if opened == 0 then return 1 end
if now < opened then return 0 end
local trial = tonumber(redis.call('HGET', KEYS[1], 'trial') or '0')
if now < trial then return 0 end
redis.call('HSET', KEYS[1], 'trial', now + tonumber(ARGV[2]))
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""
_FAIL = """
local failures = redis.call('HINCRBY', KEYS[1], 'failures', 1)
redis.call('EXPIRE', KEYS[1], ARGV[4])
local was = tonumber(redis.call('HGET', KEYS[1], 'until') or '0')
if failures >= tonumber(ARGV[2]) or was > 0 then
  redis.call('HSET', KEYS[1], 'until', math.max(was, tonumber(ARGV[1]) + tonumber(ARGV[3])))
  redis.call('HDEL', KEYS[1], 'trial')
end
return failures
"""
_REST = """
local was = tonumber(redis.call('HGET', KEYS[1], 'until') or '0')
redis.call('HSET', KEYS[1], 'until', math.max(was, tonumber(ARGV[1])))
redis.call('HDEL', KEYS[1], 'trial')
redis.call('EXPIRE', KEYS[1], ARGV[2])
return 1
"""


class BreakerState(StrEnum):
    CLOSED = "closed"  # it is asked
    OPEN = "open"  # nobody asks
    HALF_OPEN = "half_open"  # one may try


class Breaker:
    """`clock` answers seconds since the epoch. Every method raises redis' errors when it is away,
    and whoever asks then does not ask: what is not counted does not go out."""

    def __init__(self, name: str, *, clock: Callable[[], float] = time.time) -> None:
        self.key = f"zoetrope:breaker:{name}"
        self._clock = clock

    def admits(self) -> bool:
        """Whether this process may ask now. While it is half open the first who asks may."""
        args = [self._clock(), TRIAL_SECONDS, FORGET_SECONDS]
        return bool(self._scripts["admit"](keys=[self.key], args=args))

    def succeeded(self) -> None:
        redis_client().delete(self.key)

    def failed(self) -> None:
        """It did not answer. After FAILURES in a row, or a failed trial, nobody asks for a time."""
        args = [self._clock(), FAILURES, REST_SECONDS, FORGET_SECONDS]
        self._scripts["fail"](keys=[self.key], args=args)

    def gave_up(self) -> None:
        """The trial ended without saying anything about the server."""
        redis_client().hdel(self.key, "trial")

    def rest(self, seconds: float) -> None:
        """It said itself when to come again (Retry-After)."""
        args = [self._clock() + seconds, FORGET_SECONDS]
        self._scripts["rest"](keys=[self.key], args=args)

    def state(self) -> BreakerState:
        until = float(redis_client().hget(self.key, "until") or 0)
        if not until:
            return BreakerState.CLOSED
        return BreakerState.OPEN if self._clock() < until else BreakerState.HALF_OPEN

    @cached_property
    def _scripts(self) -> dict[str, Any]:
        client = redis_client()
        sources = {"admit": _ADMIT, "fail": _FAIL, "rest": _REST}
        return {name: client.register_script(source) for name, source in sources.items()}
