"""Real PostgreSQL, real Redis, the rights of the web role, one cast."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import dramatiq
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from dramatiq.brokers.redis import RedisBroker
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from moderation.policy import in_force
from tests import cast, distribution, marked, migrated, roles, staging
from tests.client import Api

# How fast the machine is says nothing about the code, and the same code has the same answer.
hypothesis_settings.register_profile(
    "tests", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
hypothesis_settings.load_profile("tests")

# Nobody has activated a policy, and no test's count of queries depends on who asked last; tests of
# that ask for `policy_rows`.
_newest_row = in_force._newest
in_force._newest = lambda: None

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences"}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """True where nothing of the file would be left; None leaves it to others."""
    if not collection_path.match("test_*.py") or marked.is_named(collection_path, config.args):
        return None
    expression: str = config.option.markexpr
    return marked.leaves_nothing(expression, collection_path.read_text()) or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    distribution.longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return distribution.scheduler(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None,
    django_db_use_migrations: bool,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """A new test database is a copy of a migrated one; a kept one is migrated as ever."""
    if not django_db_use_migrations or (django_db_keepdb and not django_db_createdb):
        return
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"] |= {
            "TEMPLATE": migrated.template(connection),
            "MIGRATE": False,
        }


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database with the rights that the roles have in the product."""
    from config.database_roles import grant_rights

    with django_db_blocker.unblock():
        grant_rights(connection)


@pytest.fixture(autouse=True)
def _web_role(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that uses the database acts as the web process does."""
    marker = request.node.get_closest_marker("django_db")
    wanted = DATABASE_FIXTURES & set(request.fixturenames)
    if marker is None and not wanted:
        yield
        return
    transactional = bool(wanted - {"db"}) or bool(marker and marker.kwargs.get("transaction"))
    staging.refuse_others(request, transactional=transactional)
    request.getfixturevalue("transactional_db" if transactional else "db")
    try:
        with roles.acting_as("web"):
            yield
    finally:
        roles.forget_roles()
        if transactional:
            connection.close()  # the flush that follows is the owner's work


@pytest.fixture(autouse=True)
def _clean_redis(request: pytest.FixtureRequest) -> Iterator[None]:
    """Throttles, flags and queues of one test never reach the next."""
    yield
    if DATABASE_FIXTURES & set(request.fixturenames):
        _flush_redis()


def _flush_redis() -> None:
    cache.clear()
    broker = dramatiq.get_broker()
    assert isinstance(broker, RedisBroker)
    broker.client.flushdb()  # this worker's own; `flush_all` runs a script for each queue


@pytest.fixture(scope="module")
def staged(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[staging.Staged]:
    """What all tests of a file begin with is made once (tests/staging.py)."""
    media = tmp_path_factory.mktemp("staged") / "media"
    with staging.Staged(django_db_blocker, media, _flush_redis).around() as one:
        yield one


@pytest.fixture(autouse=True)
def screener_answers(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., None]:
    """The screener finds nothing, until a test says otherwise: `screener_answers(answering(…))`.

    Tests of the real one are marked `real_screener`.
    """
    from tests.answering import answering

    def use(ask: Any) -> None:
        monkeypatch.setattr("moderation.services.screening.ask", ask)

    if request.node.get_closest_marker("real_screener") is None:
        use(answering())
    return use


@pytest.fixture
def policy_rows(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """The policy is the one that the rows of this test's database say, asked at every call."""
    monkeypatch.setattr(in_force, "_newest", _newest_row)
    monkeypatch.setattr(in_force, "CHECK_SECONDS", 0.0)
    in_force.forget()
    yield in_force.forget
    in_force.forget()


@pytest.fixture
def committing(transactional_db: None) -> None:
    """Transactions of this test really commit: threads and commit hooks see them."""


@pytest.fixture
def api(db: None) -> Api:
    """The API as an app would call it."""
    return Api()


@pytest.fixture
def as_worker(db: None) -> Callable[[], AbstractContextManager[None]]:
    """`with as_worker():` gives the block the rights of the worker role."""
    return lambda: roles.acting_as("worker")


@pytest.fixture
def deliver(db: None) -> Callable[[], int]:
    """Run all messages that are owed, in order, as the worker; returns how many ran.

    Messages are taken from the outbox, so it works inside a test's own transaction too.
    """

    def run() -> int:
        from lib.outbox.models import OutboxMessage

        count = 0
        done: set[int] = set()
        while message := OutboxMessage.objects.exclude(pk__in=done).order_by("pk").first():
            done.add(message.pk)
            actor = dramatiq.get_broker().get_actor(message.actor_name)
            with roles.acting_as("likeness" if actor.queue_name == "likeness" else "worker"):
                actor.fn(*message.args)
            count += 1
        OutboxMessage.objects.filter(pk__in=done).delete()
        return count

    return run


@pytest.fixture
def creator(db: None) -> Any:
    return cast.creator()


@pytest.fixture
def friend(db: None) -> Any:
    return cast.friend()


@pytest.fixture
def stranger(db: None) -> Any:
    return cast.stranger()


@pytest.fixture
def teen(db: None) -> Any:
    return cast.teen()


@pytest.fixture
def guardian(db: None) -> Any:
    return cast.guardian()


@pytest.fixture
def moderator(db: None) -> Any:
    return cast.moderator()


@pytest.fixture
def media_dir(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A media folder of this test's own."""
    monkeypatch.setattr(settings, "MEDIA_DIR", tmp_path / "media")
    monkeypatch.setattr(settings, "SCRATCH_DIR", tmp_path / "scratch")
    return settings.MEDIA_DIR
