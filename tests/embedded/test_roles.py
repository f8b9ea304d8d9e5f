"""Who may do what in the database before any table exists, also on an operator's own server."""

import psycopg
import pytest
from psycopg import errors

from config.database_roles import SERVING, bootstrap_sql
from config.embedded import Endpoints, Servers
from tests.embedded.support import connect, one, pair, rows, run_sql

OPERATOR = "somebody"


@pytest.mark.parametrize("role", ["migrate", *SERVING])
def test_each_role_has_a_password_of_its_own(endpoints: Endpoints, role: str) -> None:
    assert one(endpoints, "SELECT current_user::text", role) == f"zoetrope_{role}"
    others = endpoints.role_passwords["web" if role != "web" else "worker"]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(endpoints.database_url(role), password=others)


@pytest.mark.parametrize("role", SERVING)
def test_serving_roles_make_no_tables(endpoints: Endpoints, role: str) -> None:
    with connect(endpoints, role) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("CREATE TABLE mine ()")
    with connect(endpoints, role) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("CREATE TEMPORARY TABLE mine ()")


@pytest.mark.parametrize("role", SERVING)
def test_serving_roles_do_not_see_a_new_table(endpoints: Endpoints, role: str) -> None:
    run_sql(endpoints, "CREATE TABLE IF NOT EXISTS secrets (word text)")
    with connect(endpoints, role) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("SELECT * FROM secrets")


@pytest.mark.parametrize("role", SERVING)
def test_serving_roles_cannot_become_another(endpoints: Endpoints, role: str) -> None:
    for other in {"postgres", "zoetrope_migrate", *(f"zoetrope_{name}" for name in SERVING)}:
        if other == f"zoetrope_{role}":
            continue
        with connect(endpoints, role) as connection, pytest.raises(errors.InsufficientPrivilege):
            connection.execute(f"SET ROLE {other}".encode())


@pytest.mark.parametrize("role", SERVING)
def test_migrate_can_act_as_a_serving_role(endpoints: Endpoints, role: str) -> None:
    with connect(endpoints) as connection:
        connection.execute(f"SET ROLE zoetrope_{role}".encode())
        assert connection.execute("SELECT current_user::text").fetchone() == (f"zoetrope_{role}",)


def test_migrate_does_not_inherit_what_it_may_become(endpoints: Endpoints) -> None:
    query = "SELECT pg_has_role('zoetrope_migrate', 'zoetrope_web', 'USAGE')"
    assert one(endpoints, query) is False


def test_migrate_is_no_superuser_and_owns_database_and_schema(endpoints: Endpoints) -> None:
    query = "SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
    assert rows(endpoints, query) == [(False, False, True)]
    owner = "SELECT datdba::regrole::text FROM pg_database WHERE datname = 'zoetrope'"
    assert one(endpoints, owner) == "zoetrope_migrate"
    owner = "SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'public'"
    assert one(endpoints, owner) == "zoetrope_migrate"


def test_a_stranger_among_the_roles_cannot_enter(running: Servers, endpoints: Endpoints) -> None:
    postgres = pair(running)[0]
    with postgres.connect(endpoints.postgres_port, "postgres") as connection:
        connection.execute("DROP ROLE IF EXISTS stranger")
        connection.execute("CREATE ROLE stranger LOGIN PASSWORD 'stranger'")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(endpoints.database_url("web"), user="stranger", password="stranger")


@pytest.mark.slow
def test_an_operator_who_is_no_superuser_can_run_the_text_twice(servers: Servers) -> None:
    """As on managed PostgreSQL: an administrator with CREATEROLE who owns an empty database."""
    port = servers.start().postgres_port
    postgres = pair(servers)[0]
    with postgres.connect(port, "postgres") as connection:
        connection.execute("DROP DATABASE zoetrope")
        for role in ("migrate", *SERVING):
            connection.execute(f"DROP ROLE zoetrope_{role}".encode())
        connection.execute(
            f"CREATE ROLE {OPERATOR} LOGIN CREATEROLE CREATEDB PASSWORD 'x'".encode()
        )
        connection.execute(f"CREATE DATABASE zoetrope OWNER {OPERATOR}".encode())
    address = f"host=127.0.0.1 port={port} password=x dbname=zoetrope"
    with psycopg.connect(address, user=OPERATOR, autocommit=True) as connection:
        connection.execute(bootstrap_sql().encode())
        connection.execute(bootstrap_sql().encode())
        connection.execute("ALTER ROLE zoetrope_migrate PASSWORD 'x'")
    with psycopg.connect(address, user="zoetrope_migrate") as connection:
        connection.execute("CREATE TABLE works (vector vector(2))")
        connection.execute("SET ROLE zoetrope_likeness")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM works")
