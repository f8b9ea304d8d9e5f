from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction

from inbox import event_types, nudges, services
from inbox.event_types import EventType, closed_object
from inbox.socket import consumer
from lib.api.redis_client import redis_client
from tests.inbox.house import House
from tests.inbox.phone import SECONDS

COUNTED = EventType(
    name="test.counted", schema=closed_object(n={"type": "integer"}), meaning="A test counts."
)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The one port as a process, once for all slow tests of this folder."""
    house = House(tmp_path_factory.mktemp("house"))
    try:
        house.start()
        yield house
    finally:
        house.stop()


@pytest.fixture(autouse=True)
def _counted() -> Iterator[None]:
    """An event type of the tests' own."""
    event_types.register(COUNTED)
    yield
    event_types._types.pop(COUNTED.name)


@pytest.fixture(autouse=True)
def _no_places_left_over() -> Iterator[None]:
    yield
    for key in redis_client().scan_iter("zoetrope:sockets:*"):
        redis_client().delete(key)


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A nudge that a busy machine takes for lost costs a tick, a look that it takes for hung the
    socket; how long either may take is no matter of these tests."""
    monkeypatch.setattr(nudges, "SECONDS", SECONDS)
    for limit in ("RESUME_SECONDS", "RECHECK_SECONDS", "GROUP_SECONDS"):
        monkeypatch.setattr(consumer, limit, SECONDS)


@pytest.fixture(autouse=True)
def _connections_stay_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """As Django's own test client does: closing would end the test's transaction."""
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)


def tell(person: Any, n: int = 0, *, actor_id: UUID | None = None) -> int:
    """One event for this person, committed."""
    with transaction.atomic():
        return services.append(
            person_id=person.pk, type=COUNTED.name, data={"n": n}, actor_id=actor_id
        )


tell_async: Callable[..., Any] = sync_to_async(tell)
