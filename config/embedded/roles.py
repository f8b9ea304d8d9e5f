"""Applying the roles' text, the passwords and the extension to the embedded PostgreSQL."""

import hashlib

import psycopg
from psycopg import sql

from config.database_roles import DATABASE, EXTENSION_SQL, LOGIN_ROLES, bootstrap_sql
from config.embedded.errors import EmbeddedError
from config.embedded.postgres import Postgres


def digest(server: Postgres) -> str:
    """Changes when the text or a password does: then the database must be told."""
    facts = [bootstrap_sql(), *(server.passwords[role] for role in LOGIN_ROLES.values())]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def bootstrap(server: Postgres, port: int) -> None:
    """Make the database and its roles, or bring them up to date."""
    try:
        _bootstrap(server, port)
    except psycopg.Error as error:
        raise EmbeddedError(
            f"The database's roles could not be made: {error} Try again."
        ) from error


def _bootstrap(server: Postgres, port: int) -> None:
    # template1 too: tests make their databases from it, as a role that may not add extensions.
    with server.connect(port, "template1") as connection:
        connection.execute(EXTENSION_SQL)
    with server.connect(port, "postgres") as connection:
        named = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
        if named.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    with server.connect(port, DATABASE) as connection, connection.transaction():
        connection.execute(bootstrap_sql().encode())
        for role in LOGIN_ROLES.values():
            text = sql.SQL("ALTER ROLE {} PASSWORD {}")
            password = sql.Literal(server.passwords[role])
            connection.execute(text.format(sql.Identifier(role), password))
