"""What these tests do to servers, and how they look at them."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
import redis

from config.embedded import Endpoints, Servers
from config.embedded.postgres import Postgres
from config.embedded.redis_server import RedisServer

Row = tuple[object, ...]
PATIENCE = 120  # only how long a broken product keeps us waiting


def pair(servers: Servers) -> tuple[Postgres, RedisServer]:
    """The two servers as the code under test sees them."""
    return servers._living_pair(servers._memory())


def pids(servers: Servers) -> list[int]:
    """Every living process of both."""
    postgres, redis_server = pair(servers)
    return postgres.parts() + redis_server.parts()


def mains(servers: Servers) -> tuple[int, int]:
    """The postmaster and Redis; both must live."""
    postgres, redis_server = (server.main() for server in pair(servers))
    assert postgres is not None
    assert redis_server is not None
    return postgres, redis_server


def kill9(*targets: int) -> None:
    send(signal.SIGKILL, *targets)


def send(sign: signal.Signals, *targets: int) -> None:
    for pid in targets:
        with suppress(ProcessLookupError):  # a server's helper may have ended by itself
            os.kill(pid, sign)


def eventually(condition: Callable[[], object]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def connect(endpoints: Endpoints, role: str = "migrate") -> psycopg.Connection[Row]:
    return psycopg.connect(endpoints.database_url(role), autocommit=True, connect_timeout=PATIENCE)


def rows(endpoints: Endpoints, sql: str, role: str = "migrate") -> list[Row]:
    with connect(endpoints, role) as connection:
        return connection.execute(sql.encode()).fetchall()


def one(endpoints: Endpoints, sql: str, role: str = "migrate") -> object:
    return rows(endpoints, sql, role)[0][0]


def run_sql(endpoints: Endpoints, sql: str, role: str = "migrate") -> None:
    with connect(endpoints, role) as connection:
        connection.execute(sql.encode())


def client(endpoints: Endpoints) -> "redis.Redis":
    return redis.Redis.from_url(endpoints.broker_url, socket_timeout=PATIENCE)


def remember(endpoints: Endpoints, word: str) -> None:
    """Write one acknowledged fact to each server."""
    run_sql(endpoints, "CREATE TABLE IF NOT EXISTS facts (word text)")
    with connect(endpoints) as connection:
        connection.execute("INSERT INTO facts VALUES (%s)", [word])
    with client(endpoints) as queue:
        queue.set(word, "kept")


def remembers(endpoints: Endpoints, word: str) -> bool:
    """Do both servers still know it?"""
    with connect(endpoints) as connection:
        found = connection.execute("SELECT word FROM facts WHERE word = %s", [word]).fetchall()
    with client(endpoints) as queue:
        return found == [(word,)] and queue.get(word) == b"kept"


def left_in_shared_memory(creators: set[int]) -> list[str]:
    """System V segments that these processes made."""
    header, *table = Path("/proc/sysvipc/shm").read_text().splitlines()
    column = header.split().index("cpid")
    return [line for line in table if int(line.split()[column]) in creators]


def posix_shared_memory() -> set[str]:
    folder = Path("/dev/shm")  # noqa: S108 - looked at, never written to
    return {path.name for path in folder.iterdir() if "PostgreSQL" in path.name}
