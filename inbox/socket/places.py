"""How many sockets a person may hold at once, counted in Redis over all processes.

A place is a lease: whoever was killed without leaving is forgotten after LEASE_SECONDS.
"""

from uuid import UUID

from lib.api.redis_client import redis_client

PER_PERSON = 8  # ours: phone, tablet, browser, and as many again that are just reconnecting
LEASE_SECONDS = 60

_TAKE = """
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[3]), ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""
_KEEP = """
redis.call('ZADD', KEYS[1], tonumber(redis.call('TIME')[1]) + tonumber(ARGV[2]), ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
"""


def take(person_id: UUID, socket_id: str) -> bool:
    """Take a place; False when all are taken. Raises redis' ConnectionError or TimeoutError."""
    arguments = (_key(person_id), socket_id, str(PER_PERSON), str(LEASE_SECONDS))
    return bool(redis_client().eval(_TAKE, 1, *arguments))


def keep(person_id: UUID, socket_id: str) -> None:
    """Renew the lease, also after Redis lost it."""
    redis_client().eval(_KEEP, 1, _key(person_id), socket_id, str(LEASE_SECONDS))


def leave(person_id: UUID, socket_id: str) -> None:
    """Give the place back."""
    redis_client().zrem(_key(person_id), socket_id)


def _key(person_id: UUID) -> str:
    return f"zoetrope:sockets:{person_id.hex}"
