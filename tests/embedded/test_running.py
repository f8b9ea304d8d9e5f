"""What a started pair of servers is like."""

import stat
from pathlib import Path

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.embedded import Endpoints, Servers
from config.embedded.__main__ import main
from config.embedded.processes import living
from tests.embedded.support import client, connect, mains, one, pair, rows, run_sql

LISTEN = "0A"


def listening_on(port: int) -> set[str]:
    """Local addresses, in the kernel's hexadecimal, that accept connections on this port."""
    lines = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
    ]
    pairs = [(line[1].split(":"), line[3]) for line in lines]
    return {
        address for (address, number), state in pairs if state == LISTEN and int(number, 16) == port
    }


def test_both_answer(running: Servers) -> None:
    status = running.status()
    assert status.ok
    assert [server.name for server in status.servers] == ["postgres", "redis"]


def test_both_listen_on_the_loopback_only(endpoints: Endpoints) -> None:
    assert listening_on(endpoints.postgres_port) == {"0100007F"}
    assert listening_on(endpoints.redis_port) == {"0100007F"}


def test_postgres_makes_no_unix_socket(endpoints: Endpoints) -> None:
    assert f".s.PGSQL.{endpoints.postgres_port}" not in Path("/proc/net/unix").read_text()


def test_no_password_stands_in_a_command_line_or_log(running: Servers) -> None:
    postgres, redis_server = pair(running)
    everything = [process.title for process in living(uid=postgres.place.identity.uid)]
    everything += [postgres.log.read_text(), redis_server.log.read_text()]
    assert any(running.layout.mark in text for text in everything)
    for password in postgres.passwords.values():
        assert not any(password in text for text in everything)


def test_passwords_differ_and_only_the_owner_may_read_them(running: Servers) -> None:
    passwords = list(pair(running)[0].passwords.values())
    assert len(set(passwords)) == len(passwords) == 6
    assert min(map(len, passwords)) >= 32
    for path in (running.layout.passwords, running.layout.endpoints, running.layout.memory):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (running.layout.home, running.layout.passwords.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_nothing_secret_shows_when_endpoints_are_printed(endpoints: Endpoints) -> None:
    assert endpoints.redis_password not in repr(endpoints)
    assert endpoints.role_passwords["web"] not in repr(endpoints)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("data_checksums", "on"),
        ("dynamic_shared_memory_type", "mmap"),
        ("max_connections", "100"),
        ("server_encoding", "UTF8"),
        ("password_encryption", "scram-sha-256"),
    ],
)
def test_postgres_is_set_up_durably(endpoints: Endpoints, setting: str, value: str) -> None:
    assert one(endpoints, f"SHOW {setting}") == value


def test_text_sorts_by_code_point_on_every_machine(endpoints: Endpoints) -> None:
    query = "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'zoetrope'"
    assert one(endpoints, query) == "bC.UTF-8"


def test_every_connection_needs_a_password(running: Servers, endpoints: Endpoints) -> None:
    rules = (pair(running)[0].data / "pg_hba.conf").read_text().splitlines()
    methods = {line.split()[-1] for line in rules if line.strip() and not line.startswith("#")}
    assert methods == {"scram-sha-256"}
    stranger = redis.Redis(
        host=endpoints.host, port=endpoints.redis_port, retry=Retry(NoBackoff(), 0)
    )
    with pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_redis_is_set_up_durably(endpoints: Endpoints) -> None:
    with client(endpoints) as queue:
        assert queue.info("persistence")["aof_enabled"] == 1
        assert queue.info("memory")["maxmemory_policy"] == "noeviction"


@pytest.mark.parametrize("command", ["CONFIG GET dir", "MODULE LIST", "REPLICAOF NO ONE"])
def test_redis_refuses_what_could_write_elsewhere(endpoints: Endpoints, command: str) -> None:
    with client(endpoints) as queue, pytest.raises(redis.ResponseError, match="unknown command"):
        queue.execute_command(*command.split())


def test_cache_and_queues_lie_apart(endpoints: Endpoints) -> None:
    with client(endpoints) as queue, redis.Redis.from_url(endpoints.redis_url) as cache:
        queue.set("kept", "1")
        cache.flushdb()
        assert queue.get("kept") == b"1"


def test_vectors_are_there_also_in_databases_that_tests_make(endpoints: Endpoints) -> None:
    run_sql(endpoints, "DROP DATABASE IF EXISTS of_a_test")
    run_sql(endpoints, "CREATE DATABASE of_a_test")
    distance = "SELECT '[1,2]'::vector <-> '[1,3]'::vector"
    assert one(endpoints, distance) == 1.0
    with psycopg.connect(endpoints.database_url("migrate"), dbname="of_a_test") as other:
        assert other.execute(distance.encode()).fetchone() == (1.0,)


def test_the_log_repeats_nobodys_words(running: Servers, endpoints: Endpoints) -> None:
    run_sql(endpoints, "CREATE TABLE IF NOT EXISTS letters (body text UNIQUE)")
    run_sql(endpoints, "INSERT INTO letters VALUES ('dear diary') ON CONFLICT DO NOTHING")
    for statement in ("INSERT INTO letters VALUES ('dear diary')", "SELECT 'dear diary' FROM gone"):
        with connect(endpoints) as connection, pytest.raises(Exception, match=r"exist|duplicate"):
            connection.execute(statement.encode())
    log = pair(running)[0].log.read_text()
    assert "duplicate key value" in log
    assert "dear diary" not in log


def test_a_second_start_adopts_the_same_processes(running: Servers, endpoints: Endpoints) -> None:
    before = mains(running)
    assert Servers(running.layout.home).start() == endpoints
    assert mains(running) == before


def test_a_volatile_start_leaves_durable_servers_durable(running: Servers) -> None:
    before = mains(running)
    endpoints = Servers(running.layout.home, volatile=True).start()
    assert mains(running) == before
    assert one(endpoints, "SHOW fsync") == "on"


def test_the_commands_speak(
    running: Servers, endpoints: Endpoints, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--home", str(running.layout.home)]
    assert main(["status", *at]) == 0
    postgres, redis_server = capsys.readouterr().out.splitlines()
    assert postgres.split()[:3] == ["postgres", "answers", f"127.0.0.1:{endpoints.postgres_port}"]
    assert redis_server.split()[:3] == ["redis", "answers", f"127.0.0.1:{endpoints.redis_port}"]
    assert main(["env", *at]) == 0
    variables = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    assert variables["DATABASE_URL_WEB"] == endpoints.database_url("web")
    assert variables["BROKER_URL"] == endpoints.broker_url


def test_the_commands_fail_where_nothing_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--home", str(tmp_path / "nothing")]
    assert main(["status", *at]) == 1
    assert "stopped" in capsys.readouterr().out
    assert main(["env", *at]) == 1
    assert main(["stop", *at]) == 0
    assert not (tmp_path / "nothing").exists()


def test_the_catalogue_names_the_roles(endpoints: Endpoints) -> None:
    names = rows(endpoints, "SELECT rolname FROM pg_roles WHERE rolname LIKE 'zoetrope%'")
    assert {name for (name,) in names} == {
        "zoetrope_migrate",
        "zoetrope_web",
        "zoetrope_worker",
        "zoetrope_likeness",
    }
