"""The database's roles: who they are, and what each may do to which table.

`python -m config.database_roles` prints what a superuser has to run once on an operator's own
PostgreSQL (16 or later, with pgvector), connected to the project's empty database; passwords are
the operator's to set. The embedded server runs the same text. `grant_rights` is for after every
migration. Imports no Django by itself: the embedded servers run before settings exist.
"""

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.utils import CursorWrapper
    from django.db.models import Model

DATABASE = "zoetrope"
LOGIN_ROLES = {
    "migrate": "zoetrope_migrate",
    "web": "zoetrope_web",
    "worker": "zoetrope_worker",
    "likeness": "zoetrope_likeness",
}
SERVING = ("web", "worker", "likeness")
EXTENSION_SQL = "CREATE EXTENSION IF NOT EXISTS vector;\n"

ORDINARY = "SELECT, INSERT, UPDATE, DELETE"
APPEND_ONLY = "SELECT, INSERT"
READ_ONLY = "SELECT"
NOTHING = ""

# Readers of this text are operators: it may be run again at any time.
_BOOTSTRAP = """\
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[{roles}] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I', name);
    END IF;
    EXECUTE format('ALTER ROLE %I LOGIN', name);
  END LOOP;
  -- Whoever is no superuser must be a member of the role to which it gives the database.
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT {migrate} TO %I WITH INHERIT TRUE, SET TRUE', current_user);
  END IF;
  EXECUTE format('ALTER DATABASE %I OWNER TO {migrate}', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO {serving}', current_database());
END $$;
-- For the databases of tests, which then take a serving role's rights by SET ROLE.
ALTER ROLE {migrate} CREATEDB;
GRANT {serving} TO {migrate} WITH INHERIT FALSE, SET TRUE;
{extension}ALTER SCHEMA public OWNER TO {migrate};
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {serving};
"""

_OWNED_RELATIONS = """
SELECT c.relname, c.relkind, owner.relname
FROM pg_class c
LEFT JOIN pg_depend d ON c.relkind = 'S' AND d.objid = c.oid AND d.classid = 'pg_class'::regclass
  AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
LEFT JOIN pg_class owner ON owner.oid = d.refobjid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
  AND pg_has_role(c.relowner, 'USAGE')
ORDER BY c.relname
"""


class RightsError(Exception):
    """A model asks for rights that no model may have, or the roles do not exist."""


def bootstrap_sql() -> str:
    """Roles without passwords, their membership, ownership of the database one is connected to,
    the extension. Idempotent."""
    return _BOOTSTRAP.format(
        roles=", ".join(f"'{name}'" for name in LOGIN_ROLES.values()),
        migrate=LOGIN_ROLES["migrate"],
        serving=", ".join(LOGIN_ROLES[role] for role in SERVING),
        extension=EXTENSION_SQL,
    )


def grant_rights(connection: "BaseDatabaseWrapper") -> None:
    """Give the serving roles the rights that the installed models name, and no other.

    Run it as the owner of the tables, after every migration, also in test databases. Ordinary
    tables: all but TRUNCATE for web and worker. `append_only = True`: no UPDATE, no DELETE.
    `database_rights = {"likeness": "SELECT"}` overrides by role. Tables of no model: read only.
    All is revoked first, in the same transaction, so that a right that was dropped really goes.
    """
    from django.db import transaction

    wanted = dict(_wanted_rights())
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('zoetrope rights'))")
        _refuse_missing_roles(cursor)
        cursor.execute(_OWNED_RELATIONS)
        relations = cursor.fetchall()
        quote = connection.ops.quote_name
        cursor.execute("SELECT current_database()")
        statements = list(_database_statements(quote(cursor.fetchone()[0])))
        for name, kind, owner in relations:
            table = (owner or name) if kind == "S" else name
            rights = wanted.get(table) or dict.fromkeys(("web", "worker"), READ_ONLY)
            statements += _relation_statements(quote(name), rights, is_sequence=kind == "S")
        cursor.execute(";\n".join(statements))


def model_rights(model: "type[Model]") -> dict[str, str]:
    """Rights by short role name, e.g. {"web": "SELECT, INSERT", "worker": …, "likeness": ""}.

    A many-to-many table made by Django follows the model that declares it.
    """
    declared_by = model._meta.auto_created or model
    append_only = getattr(declared_by, "append_only", False)
    usual = APPEND_ONLY if append_only else ORDINARY
    override: Mapping[str, str] = getattr(declared_by, "database_rights", {})
    rights = {"web": usual, "worker": usual, "likeness": NOTHING, **override}
    allowed = {right.strip() for right in usual.split(",")}
    for role, text in rights.items():
        asked = {right.strip() for right in text.split(",")} - {""}
        if role not in SERVING or not asked <= allowed:
            raise RightsError(f"{model._meta.label}: {role!r} may not have {text!r}")
    return rights


def _wanted_rights() -> Iterator[tuple[str, dict[str, str]]]:
    from django.apps import apps

    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy:
            yield model._meta.db_table, model_rights(model)


def _database_statements(database: str) -> Iterator[str]:
    everyone = ", ".join(LOGIN_ROLES[role] for role in SERVING)
    for thing, right in ((f"DATABASE {database}", "CONNECT"), ("SCHEMA public", "USAGE")):
        yield f"REVOKE ALL ON {thing} FROM PUBLIC, {everyone}"
        yield f"GRANT {right} ON {thing} TO {everyone}"


def _relation_statements(name: str, rights: Mapping[str, str], *, is_sequence: bool) -> list[str]:
    everyone = ", ".join(LOGIN_ROLES[role] for role in SERVING)
    thing = f"{'SEQUENCE' if is_sequence else 'TABLE'} public.{name}"
    statements = [f"REVOKE ALL ON {thing} FROM PUBLIC, {everyone}"]
    for role, text in rights.items():
        granted = ("USAGE" if "INSERT" in text else "") if is_sequence else text
        if granted:
            statements.append(f"GRANT {granted} ON {thing} TO {LOGIN_ROLES[role]}")
    return statements


def _refuse_missing_roles(cursor: "CursorWrapper") -> None:
    names = [LOGIN_ROLES[role] for role in SERVING]
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [names])
    if missing := sorted(set(names) - {name for (name,) in cursor.fetchall()}):
        raise RightsError(
            f"The roles {', '.join(missing)} do not exist. Run what "
            "`python -m config.database_roles` prints, as a superuser."
        )


if __name__ == "__main__":
    sys.stdout.write(bootstrap_sql())
