from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from lib import events
from lib.outbox.models import OutboxMessage


@events.declare
@dataclass(frozen=True, slots=True)
class LampLit(events.Event):
    lamp: int


@dataclass(frozen=True, slots=True)
class NeverDeclared(events.Event):
    pass


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    events._declared[LampLit] = "tests"
    yield
    events._handlers.pop(LampLit, None)
    events._declared.pop(LampLit, None)


def test_who_subscribed_hears_it_once_however_often_they_said_so() -> None:
    heard: list[LampLit] = []
    events.subscribe(LampLit, heard.append)
    listener = heard.append
    events.subscribe(LampLit, listener)
    events.subscribe(LampLit, listener)
    assert len(events._handlers[LampLit]) == 1


@pytest.mark.django_db
def test_an_event_is_told_inside_the_transaction_that_made_it() -> None:
    heard: list[LampLit] = []
    events.subscribe(LampLit, heard.append)
    with transaction.atomic():
        events.publish(LampLit(3))
        assert heard == [LampLit(3)]


def test_an_event_outside_a_transaction_is_refused(committing: None) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        events.publish(LampLit(1))


def test_a_handler_that_fails_takes_the_fact_back(committing: None) -> None:
    def fail(_: LampLit) -> None:
        raise RuntimeError

    events.subscribe(LampLit, fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        OutboxMessage.objects.create(actor_name="x", args=[])
        events.publish(LampLit(1))
    assert not OutboxMessage.objects.exists()


def test_an_event_that_was_never_declared_is_refused() -> None:
    with pytest.raises(LookupError):
        events.subscribe(NeverDeclared, print)
    with pytest.raises(LookupError):
        events.publish(NeverDeclared())
