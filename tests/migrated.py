"""One migrated database, of which every test database is a copy: migrating takes ten seconds of a
processor, copying takes a tenth of one."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command

PREFIX = "migrated_"
HALF_MADE = "half_made_"


def template(connection: Any) -> str:
    """Its name; the first who asks makes it, the others wait.

    It gets the name when it is whole, so what an interrupted run left is never copied, and from
    then on nobody can connect to it, so nobody can change it or hinder a copy.
    """
    name = PREFIX + digest(connection)
    with _alone(connection) as cursor:
        if name not in _databases(cursor):
            for left in _databases(cursor):
                cursor.execute(f'DROP DATABASE "{left}" WITH (FORCE)')
            made = HALF_MADE + name
            cursor.execute(f'CREATE DATABASE "{made}"')
            _migrate(connection, made)
            cursor.execute(f'ALTER DATABASE "{made}" ALLOW_CONNECTIONS false')
            cursor.execute(f'ALTER DATABASE "{made}" RENAME TO "{name}"')
    return name


def digest(connection: Any) -> str:
    """Changes with all that decides what migrating makes: the migrations, the packages, the types
    of our own columns (the code of fields stands outside of migrations), and the permissions and
    content types that Django writes afterwards."""
    facts = hashlib.sha256((settings.BASE_DIR / "requirements.lock").read_bytes())
    for path in _migrations():
        facts.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        columns = [(field.column, field.db_type(connection)) for field in meta.local_fields]
        rights = (meta.verbose_name_raw, meta.default_permissions, meta.permissions)
        facts.update(repr((meta.label, meta.db_table, columns, rights)).encode())
    return facts.hexdigest()[:24]


def _migrations() -> Iterator[Path]:
    for app in apps.get_app_configs():
        yield from sorted(Path(app.path).glob("migrations/*.py"))


def _databases(cursor: Any) -> list[str]:
    """Those of this module, whole or not."""
    cursor.execute(
        "SELECT datname FROM pg_database WHERE datname ~ %s", [f"^({HALF_MADE})?{PREFIX}"]
    )
    return [name for (name,) in cursor.fetchall()]


def _migrate(connection: Any, name: str) -> None:
    kept = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = kept


@contextmanager
def _alone(connection: Any) -> Iterator[Any]:
    """The lock goes with the session, however this process ends."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('migrated database of the tests'))")
        yield cursor
