"""Whatever was killed, deleted or left behind: the next start brings all back."""

import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.embedded import EmbeddedError, Endpoints, Servers
from config.embedded.lock import locked
from config.embedded.postgres import Postgres
from config.embedded.redis_server import RedisServer
from tests.embedded.support import (
    connect,
    eventually,
    kill9,
    left_in_shared_memory,
    mains,
    one,
    pair,
    pids,
    posix_shared_memory,
    remember,
    remembers,
    run_sql,
    send,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def bystander() -> Iterator[int]:
    """A living process of the same user that is none of ours."""
    with subprocess.Popen(["sleep", "600"]) as sleeper:
        yield sleeper.pid
        sleeper.kill()


def test_the_postmaster_killed(servers: Servers) -> None:
    endpoints = servers.start()
    remember(endpoints, "word")
    postmaster, redis = mains(servers)
    kill9(postmaster)
    assert servers.start() == endpoints
    assert remembers(endpoints, "word")
    assert mains(servers)[0] != postmaster
    assert mains(servers)[1] == redis


def test_everything_killed_at_once(servers: Servers) -> None:
    endpoints = servers.start()
    remember(endpoints, "word")
    before = mains(servers)
    kill9(*pids(servers))
    assert servers.start() == endpoints
    assert remembers(endpoints, "word")
    assert not set(before) & set(mains(servers))


def test_redis_killed(servers: Servers) -> None:
    endpoints = servers.start()
    remember(endpoints, "word")
    postmaster, redis = mains(servers)
    kill9(redis)
    assert servers.start() == endpoints
    assert remembers(endpoints, "word")
    assert mains(servers)[0] == postmaster
    assert mains(servers)[1] != redis


def test_one_backend_killed(servers: Servers) -> None:
    endpoints = servers.start()
    remember(endpoints, "word")
    before = mains(servers)
    with connect(endpoints) as connection:
        kill9(connection.info.backend_pid)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    assert servers.start() == endpoints
    assert remembers(endpoints, "word")
    assert mains(servers) == before


def test_all_that_was_acknowledged_before_a_kill_is_found_after_it(servers: Servers) -> None:
    endpoints = servers.start()
    run_sql(endpoints, "CREATE TABLE numbers (n integer)")
    acknowledged: list[int] = []

    def write() -> None:
        with connect(endpoints) as connection:
            try:
                while True:
                    connection.execute("INSERT INTO numbers VALUES (%s)", [len(acknowledged)])
                    acknowledged.append(len(acknowledged))
            except psycopg.OperationalError:
                return

    writer = threading.Thread(target=write)
    writer.start()
    assert eventually(lambda: len(acknowledged) > 100)
    kill9(*pids(servers))
    writer.join()
    servers.start()
    found = "SELECT count(DISTINCT n) FROM numbers WHERE n < %s"
    with connect(endpoints) as connection:
        assert connection.execute(found, [len(acknowledged)]).fetchone() == (len(acknowledged),)


def test_an_empty_pid_file(servers: Servers) -> None:
    endpoints = servers.start()
    remember(endpoints, "word")
    kill9(*pids(servers))
    (pair(servers)[0].data / "postmaster.pid").write_text("")
    servers.start()
    assert remembers(endpoints, "word")


def test_the_pid_file_of_a_living_server_lost(servers: Servers) -> None:
    endpoints = servers.start()
    remember(endpoints, "word")
    postmaster, _ = mains(servers)
    (pair(servers)[0].data / "postmaster.pid").unlink()
    servers.start()
    assert remembers(endpoints, "word")
    assert mains(servers)[0] != postmaster


def test_a_pid_file_that_names_somebody_else(servers: Servers, bystander: int) -> None:
    endpoints = servers.start()
    remember(endpoints, "word")
    kill9(*pids(servers))
    _name_in_pid_file(servers, bystander)
    assert not servers.status().ok
    servers.start()
    assert remembers(endpoints, "word")
    assert _lives(bystander)


def test_a_pid_file_that_names_another_folders_postmaster(
    servers: Servers, running: Servers
) -> None:
    endpoints = servers.start()
    remember(endpoints, "word")
    kill9(*pids(servers))
    others = mains(running)
    _name_in_pid_file(servers, others[0])
    servers.stop()
    servers.start()
    assert remembers(endpoints, "word")
    assert mains(running) == others


def test_an_owner_that_was_killed_leaves_servers_to_the_next(servers: Servers, home: Path) -> None:
    script = (
        "import os, pathlib, sys; from config.embedded import Servers;"
        "Servers(pathlib.Path(sys.argv[1])).start(); os.kill(os.getpid(), 9)"
    )
    owner = subprocess.run([sys.executable, "-c", script, str(home)], check=False)
    assert owner.returncode == -signal.SIGKILL
    left = mains(servers)
    servers.start()
    assert mains(servers) == left
    servers.stop()
    assert pids(servers) == []


def test_a_start_that_was_killed_half_way_is_finished_by_the_next(
    servers: Servers, home: Path
) -> None:
    """Killed once initdb has begun, so that it goes on alone."""
    files = posix_shared_memory()
    command = [sys.executable, "-m", "config.embedded", "start", "--home", str(home)]
    for _ in range(3):
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as start:
            assert eventually(lambda: list((home / "postgres.new").glob("*")))
            start.kill()
        guard = servers.layout.guard("postgres")
        with pytest.raises(EmbeddedError, match="held"), locked(guard, seconds=0, refusal="held"):
            pytest.fail("initdb went on without the guard")
    endpoints = servers.start()
    remember(endpoints, "word")
    assert one(endpoints, "SELECT current_user::text", "likeness") == "zoetrope_likeness"
    assert not list(home.glob("*.new"))
    assert not list(home.glob("*.password"))
    assert posix_shared_memory() <= files


@pytest.mark.parametrize("seconds", [0.3, 0.6, 0.9, 1.2])
def test_a_start_that_was_killed_at_any_moment_is_finished_by_the_next(
    servers: Servers, home: Path, seconds: float
) -> None:
    command = [sys.executable, "-m", "config.embedded", "start", "--home", str(home)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as start:
        eventually(home.exists)
        time.sleep(seconds)
        start.kill()
    remember(servers.start(), "word")


def test_the_data_folder_deleted_while_running(servers: Servers) -> None:
    remember(servers.start(), "word")
    before = mains(servers)
    for server in pair(servers):
        shutil.rmtree(server.data)
    assert not servers.status().ok
    endpoints = servers.start()
    assert not set(before) & set(mains(servers))
    remember(endpoints, "another")
    assert remembers(endpoints, "another")
    assert left_in_shared_memory({before[0]}) == []


def test_everything_deleted_while_running(servers: Servers, home: Path) -> None:
    servers.start()
    before = mains(servers)
    shutil.rmtree(home)
    endpoints = servers.start()
    assert not set(before) & set(mains(servers))
    remember(endpoints, "word")
    shutil.rmtree(home)
    servers.stop()
    assert pids(servers) == []
    assert left_in_shared_memory({before[0]}) == []


def test_killed_and_its_data_deleted_leaves_nothing_in_shared_memory(servers: Servers) -> None:
    servers.start()
    postmaster, _ = mains(servers)
    kill9(*pids(servers))
    assert len(left_in_shared_memory({postmaster})) == 1
    shutil.rmtree(pair(servers)[0].data)
    servers.start()
    assert left_in_shared_memory({postmaster}) == []


@pytest.mark.parametrize("started_again", [True, False])
def test_killed_and_stopped_leaves_nothing_in_shared_memory(
    servers: Servers, started_again: bool
) -> None:
    files = posix_shared_memory()
    servers.start()
    creators = {mains(servers)[0]}
    kill9(*pids(servers))
    if started_again:
        servers.start()
        creators.add(mains(servers)[0])
    servers.stop()
    assert left_in_shared_memory(creators) == []
    assert posix_shared_memory() <= files


def test_lost_passwords_are_made_anew_over_the_same_data(servers: Servers) -> None:
    old = servers.start()
    remember(old, "word")
    servers.layout.passwords.unlink()
    new = servers.start()
    assert remembers(new, "word")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(old)


def test_a_durable_start_makes_a_volatile_folder_durable(home: Path) -> None:
    endpoints = Servers(home, volatile=True).start()
    remember(endpoints, "word")
    assert one(endpoints, "SHOW fsync") == "off"
    durable = Servers(home).start()
    assert one(durable, "SHOW fsync") == "on"
    with connect(durable) as connection:
        assert connection.execute("SELECT word FROM facts").fetchall() == [("word",)]


def test_stopping_does_not_wait_for_clients(servers: Servers) -> None:
    endpoints = servers.start()
    remember(endpoints, "word")
    connection = connect(endpoints)
    connection.execute("BEGIN")
    connection.execute("SELECT 1")
    servers.stop()
    assert pids(servers) == []
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
    log = pair(servers)[0].log.read_text()
    assert "received fast shutdown request" in log
    assert "database system is shut down" in log
    assert Endpoints.load(servers.layout.home) is None
    assert servers.start() == endpoints
    assert remembers(endpoints, "word")


def test_servers_that_hang_are_killed_in_the_end(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in (Postgres, RedisServer):
        monkeypatch.setattr(kind, "endings", [(sign, 0.2) for sign, _ in kind.endings])
    endpoints = servers.start()
    remember(endpoints, "word")
    send(signal.SIGSTOP, *pids(servers))
    servers.stop()
    assert pids(servers) == []
    servers.start()
    assert remembers(endpoints, "word")


def _name_in_pid_file(servers: Servers, pid: int) -> None:
    path = pair(servers)[0].data / "postmaster.pid"
    _, *rest = path.read_text().split("\n")
    path.write_text("\n".join([str(pid), *rest]))


def _lives(pid: int) -> bool:
    return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
