"""How many questions may be out at once, over all processes."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from lib.api.redis_client import redis_client

_TAKE = """
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[4])
redis.call('PEXPIRE', KEYS[1], 600000)
return 1
"""


class Busy(Exception):
    """Every place is taken."""


class Budget:
    """`places` at once; a place whose process died is free again after `seconds`."""

    def __init__(
        self, name: str, *, places: int, seconds: float, clock: Callable[[], float] = time.time
    ) -> None:
        self.key = f"zoetrope:budget:{name}"
        self._places = places
        self._seconds = seconds
        self._clock = clock

    @contextmanager
    def place(self) -> Iterator[None]:
        """One of the places, for the block. Raises Busy, and redis' errors when it is away."""
        mine, now = secrets.token_hex(8), self._clock()
        taken: Any = redis_client().eval(
            _TAKE, 1, self.key, str(now), str(self._places), str(now + self._seconds), mine
        )
        if not taken:
            raise Busy
        try:
            yield
        finally:
            redis_client().zrem(self.key, mine)
