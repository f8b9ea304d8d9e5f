"""A server that is away is one answer: 503, Retry-After, our shape, whoever noticed."""

from typing import Any, cast

import psycopg
import pytest
import redis.exceptions
from channels.exceptions import ChannelFull
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.test import override_settings
from dramatiq.errors import ConnectionClosed

from lib.api.redis_client import redis_client
from lib.api.unavailable import Unavailable
from tests.api import probe
from tests.client import Api, code_of

pytestmark = pytest.mark.urls("tests.api.probe")

AWAY = [
    Unavailable("words"),
    OperationalError("words"),
    InterfaceError("words"),
    psycopg.OperationalError("words"),
    psycopg.InterfaceError("words"),
    psycopg.errors.AdminShutdown("words"),
    redis.exceptions.ConnectionError("words"),
    redis.exceptions.TimeoutError("words"),
    redis.exceptions.BusyLoadingError("words"),
    redis.exceptions.ReadOnlyError("words"),
    redis.exceptions.OutOfMemoryError("words"),
    cast(Exception, ConnectionClosed.__new__(ConnectionClosed)),
    ChannelFull("words"),
]


@pytest.mark.parametrize("error", AWAY, ids=lambda error: type(error).__qualname__)
@pytest.mark.parametrize("path", ["/api/v1/probe/raise", "/api/page", "/page"])
def test_every_kind_of_absence_is_503(api: Api, creator: Any, path: str, error: Exception) -> None:
    probe.raised.append(error)
    answer = api.client.get(path, headers={"Authorization": f"Bearer {api.token(creator)}"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"
    assert b"words" not in answer.content
    if path.startswith("/api/"):
        assert code_of(answer) == "temporarily_unavailable"
    else:
        assert answer["Content-Type"].startswith("text/html")


def test_an_absence_alarms_no_error_tracker(api: Api) -> None:
    """It is an operator's matter, counted by its log line, and no fault of the code."""
    heard: list[Any] = []

    def hear(**_: Any) -> None:
        heard.append(1)

    got_request_exception.connect(hear)
    try:
        probe.raised.append(OperationalError("words"))
        assert api.client.get("/page").status_code == 503
        assert heard == []
        probe.raised.append(RuntimeError("words"))
        assert api.client.get("/page").status_code == 500
        assert heard == [1]
    finally:
        got_request_exception.disconnect(hear)


@pytest.fixture
def no_redis(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A Redis address where nobody listens."""
    redis_client.cache_clear()
    with override_settings(REDIS_URL="redis://127.0.0.1:9/0"):
        yield
    redis_client.cache_clear()


def test_without_redis_nothing_passes_uncounted(api: Api, creator: Any, no_redis: None) -> None:
    token = api.token(creator)
    answer = api.get("/probe/me", token=token)
    assert (answer.status_code, code_of(answer)) == (503, "temporarily_unavailable")
    assert answer["Retry-After"] == "2"


def test_a_lost_database_is_503_and_the_next_request_is_served(
    api: Api, creator: Any, committing: None
) -> None:
    token = api.token(creator)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    _terminate(backend)
    lost = api.get("/probe/me", token=token)
    assert (lost.status_code, code_of(lost)) == (503, "temporarily_unavailable")
    close_old_connections()  # a server does this between requests; the test client does not
    assert api.get("/probe/me", token=token).status_code == 200


def test_a_database_that_refuses_is_503_in_middleware_too(
    api: Api, creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session is read outside of any view, where process_exception is not asked."""
    from django.contrib.sessions.backends.db import SessionStore

    api.client.force_login(creator)

    def away(self: Any) -> dict[str, Any]:
        raise OperationalError("words")

    monkeypatch.setattr(SessionStore, "load", away)
    answer = api.client.get("/admin/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"
    assert b"words" not in answer.content


def _terminate(backend: int) -> None:
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    with psycopg.connect(**parameters) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [backend])
