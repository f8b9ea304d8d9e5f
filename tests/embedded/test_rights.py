"""Which process may do what to which table: the models say it, the database holds it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import pytest
from django.apps.registry import Apps
from django.db import DatabaseError, connection, models, transaction
from django.test.utils import isolate_apps

from config.database_roles import LOGIN_ROLES, SERVING, RightsError, grant_rights, model_rights
from tests import roles

LABEL = "config"
ATTEMPTS = {
    "SELECT": "SELECT * FROM {}",
    "INSERT": "INSERT INTO {} DEFAULT VALUES",
    "UPDATE": "UPDATE {} SET id = id",
    "DELETE": "DELETE FROM {}",
    "TRUNCATE": "TRUNCATE {}",
}
ORDINARY = {"SELECT", "INSERT", "UPDATE", "DELETE"}


@pytest.fixture
def own_models(monkeypatch: pytest.MonkeyPatch) -> Iterator[Apps]:
    """Models that exist for one test alone, in place of the installed ones."""
    with isolate_apps(LABEL) as own:
        assert own is not None
        monkeypatch.setattr("django.apps.apps", own)
        yield own


@contextmanager
def owning() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    yield


def make(*made: type[models.Model]) -> None:
    """Their tables and rights, as a migration of the owner's would make them."""
    with owning(), connection.schema_editor() as editor:
        for model in made:
            editor.create_model(model)
    grant_rights(connection)


def possible(role: str, table: str) -> set[str]:
    """What the role succeeds in doing to the table; all of it is undone."""
    with roles.acting_as(role):
        return {right for right, sql in ATTEMPTS.items() if _succeeds(sql.format(table))}


def _succeeds(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            transaction.set_rollback(True)
    except DatabaseError as error:
        if "permission denied" not in str(error):
            raise
        return False
    return True


@pytest.mark.django_db
def test_ordinary_tables_belong_to_web_and_worker_alone(own_models: Apps) -> None:
    class Plain(models.Model):
        class Meta:
            app_label = LABEL
            db_table = "toy_plain"

    make(Plain)
    assert possible("web", "toy_plain") == ORDINARY
    assert possible("worker", "toy_plain") == ORDINARY
    assert possible("likeness", "toy_plain") == set()


@pytest.mark.django_db
def test_append_only_tables_only_grow(own_models: Apps) -> None:
    class Ledger(models.Model):
        append_only: ClassVar[bool] = True

        class Meta:
            app_label = LABEL
            db_table = "toy_ledger"

    make(Ledger)
    assert possible("web", "toy_ledger") == {"SELECT", "INSERT"}
    assert possible("worker", "toy_ledger") == {"SELECT", "INSERT"}


@pytest.mark.django_db
def test_a_model_can_keep_its_table_for_one_process(own_models: Apps) -> None:
    class Template(models.Model):
        database_rights: ClassVar[dict[str, str]] = {
            "likeness": "SELECT, INSERT",
            "web": "",
            "worker": "DELETE",
        }

        class Meta:
            app_label = LABEL
            db_table = "toy_template"

    make(Template)
    assert possible("likeness", "toy_template") == {"SELECT", "INSERT"}
    assert possible("web", "toy_template") == set()
    assert possible("worker", "toy_template") == {"DELETE"}


@pytest.mark.django_db
def test_a_right_that_was_dropped_really_goes(own_models: Apps) -> None:
    class Shrinking(models.Model):
        database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, DELETE"}

        class Meta:
            app_label = LABEL
            db_table = "toy_shrinking"

    make(Shrinking)
    with owning(), connection.cursor() as cursor:
        cursor.execute("GRANT ALL ON toy_shrinking TO PUBLIC")
    Shrinking.database_rights = {"likeness": "SELECT"}
    grant_rights(connection)
    assert possible("likeness", "toy_shrinking") == {"SELECT"}


@pytest.mark.django_db
def test_a_table_between_two_follows_the_model_that_declares_it(own_models: Apps) -> None:
    class Tag(models.Model):
        class Meta:
            app_label = LABEL
            db_table = "toy_tag"

    class Kept(models.Model):
        append_only: ClassVar[bool] = True
        tags = models.ManyToManyField(Tag)

        class Meta:
            app_label = LABEL
            db_table = "toy_kept"

    make(Tag, Kept)
    with owning(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE toy_kept_tags ALTER kept_id DROP NOT NULL")
        cursor.execute("ALTER TABLE toy_kept_tags ALTER tag_id DROP NOT NULL")
    assert possible("web", "toy_kept_tags") == {"SELECT", "INSERT"}


@pytest.mark.django_db
def test_tables_of_no_model_are_read_only(own_models: Apps) -> None:
    with owning(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE toy_foreign (id serial)")
    grant_rights(connection)
    assert possible("web", "toy_foreign") == {"SELECT"}
    assert possible("worker", "django_migrations") == {"SELECT"}
    assert possible("likeness", "django_migrations") == set()


@pytest.mark.django_db
def test_granting_twice_changes_nothing() -> None:
    with owning():
        grant_rights(connection)
        before = _all_rights()
        grant_rights(connection)
    assert _all_rights() == before


@pytest.mark.django_db
def test_no_role_may_truncate_any_table_of_the_product() -> None:
    with owning():
        grant_rights(connection)
    rights = _all_rights()
    assert {role for role, _, _ in rights} >= {"zoetrope_web", "zoetrope_worker"}
    assert {right for _, _, right in rights} <= ORDINARY


@pytest.mark.parametrize(
    ("append_only", "asked"),
    [
        (False, {"web": "TRUNCATE"}),
        (False, {"web": "ALL"}),
        (False, {"migrate": "SELECT"}),
        (False, {"web": "SELECT; DROP TABLE x"}),
        (True, {"worker": "SELECT, UPDATE"}),
        (True, {"worker": "DELETE"}),
    ],
)
def test_no_model_gets_more_than_the_rules_allow(append_only: bool, asked: dict[str, str]) -> None:
    with isolate_apps(LABEL):
        attributes: dict[str, Any] = {
            "__module__": __name__,
            "Meta": type("Meta", (), {"app_label": LABEL}),
            "append_only": append_only,
            "database_rights": asked,
        }
        greedy = type("Greedy", (models.Model,), attributes)
    with pytest.raises(RightsError, match="Greedy"):
        model_rights(greedy)


@pytest.mark.django_db
def test_roles_that_do_not_exist_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LOGIN_ROLES, "web", "no")
    with owning(), pytest.raises(RightsError, match="roles no do not exist"):
        grant_rights(connection)


def _all_rights() -> set[tuple[str, str, str]]:
    sql = """SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants
             WHERE table_schema = 'public' AND grantee = ANY(%s)"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [[f"zoetrope_{role}" for role in SERVING]])
        return set(cursor.fetchall())
