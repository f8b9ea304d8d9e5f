from collections.abc import Iterator
from datetime import timedelta
from typing import cast
from uuid import UUID, uuid4

import dramatiq
import pytest
from django.db import transaction
from django.utils import timezone
from dramatiq.brokers.redis import RedisBroker

from lib.outbox import services
from lib.outbox.models import OutboxMessage

QUEUE = "outbox_test"


@pytest.fixture
def paint() -> Iterator["dramatiq.Actor[[str], None]"]:
    broker = dramatiq.get_broker()

    @dramatiq.actor(queue_name=QUEUE)
    def paint_fence(_: str) -> None:
        """Never run: these tests look at the queue."""

    yield paint_fence
    broker.actors.pop("paint_fence", None)


def queued() -> int:
    return int(cast(RedisBroker, dramatiq.get_broker()).client.llen(f"zoetrope:{QUEUE}"))


def owed() -> int:
    return OutboxMessage.objects.filter(sent_at=None).count()


def test_a_message_leaves_when_its_transaction_commits(committing: None, paint) -> None:  # type: ignore[no-untyped-def]
    with transaction.atomic():
        services.enqueue(paint, uuid4())
        assert queued() == 0
    assert queued() == 1
    assert owed() == 0


def test_what_is_rolled_back_was_never_owed(committing: None, paint) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(RuntimeError), transaction.atomic():
        services.enqueue(paint, uuid4())
        raise RuntimeError
    assert queued() == 0
    assert not OutboxMessage.objects.exists()


def test_a_broker_that_is_away_loses_nothing(committing: None, paint, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def away(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(paint, "send", away)
        with transaction.atomic():
            services.enqueue(paint, UUID(int=5))
    assert owed() == 1
    assert services.send_unsent() == 0, "the nudge still has its time"
    OutboxMessage.objects.update(created_at=timezone.now() - services.UNSENT_AFTER * 2)
    assert services.send_unsent() == 1
    assert (queued(), owed()) == (1, 0)
    assert services.send_unsent() == 0


def test_a_message_for_an_actor_that_is_gone_holds_up_no_other(committing: None, paint) -> None:  # type: ignore[no-untyped-def]
    long_ago = timezone.now() - services.UNSENT_AFTER * 2
    OutboxMessage.objects.create(actor_name="renamed_long_ago", args=[], created_at=long_ago)
    OutboxMessage.objects.create(actor_name="paint_fence", args=["x"], created_at=long_ago)
    assert services.send_unsent() == 1
    assert (queued(), owed()) == (1, 1)


def test_old_sent_messages_are_forgotten_and_owed_ones_never(db: None) -> None:
    long_ago = timezone.now() - services.SENT_KEPT - timedelta(minutes=1)
    OutboxMessage.objects.create(actor_name="x", args=[], created_at=long_ago, sent_at=long_ago)
    OutboxMessage.objects.create(actor_name="x", args=[], created_at=long_ago)
    assert services.forget_sent() == 1
    assert owed() == 1
