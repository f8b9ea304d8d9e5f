"""Rows that the clock repairs, one at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from lib import repairs
from lib.outbox.models import OutboxMessage
from lib.repairs import repair_each

OWED = OutboxMessage.objects.filter(sent_at=None)


@pytest.fixture(autouse=True)
def _in_twos(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repairs, "BATCH", 2)


def messages(*ages: int) -> list[int]:
    """Keys of unsent messages so many seconds old."""
    now = timezone.now()
    return [
        OutboxMessage.objects.create(
            actor_name="paint", args=[], created_at=now - timedelta(seconds=age)
        ).pk
        for age in ages
    ]


def send(message: OutboxMessage) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(sent_at=timezone.now())


@pytest.mark.parametrize("by", ["created_at", "-created_at"])
@pytest.mark.parametrize("changes", [True, False], ids=["repaired", "as-it-was"])
def test_each_comes_once_by_age_whatever_its_batch(by: str, changes: bool) -> None:
    messages(9, 3, 5, 3, 3, 7, 1)
    expected = list(OWED.order_by(by, "pk").values_list("pk", flat=True))
    seen: list[int] = []

    def look(message: OutboxMessage) -> None:
        seen.append(message.pk)
        if changes:
            send(message)

    assert repair_each(OWED.all(), look, by=by) == 7
    assert seen == expected


def test_those_that_fail_keep_no_other_back_and_leave_nothing_half_done() -> None:
    broken = set(messages(9, 8, 7, 6, 5))
    fine = messages(4)

    def fragile(message: OutboxMessage) -> None:
        send(message)
        if message.pk in broken:
            raise RuntimeError

    assert repair_each(OWED.all(), fragile, by="created_at") == 1
    assert set(OWED.values_list("pk", flat=True)) == broken
    assert OutboxMessage.objects.get(sent_at__isnull=False).pk == fine[0]


def test_what_was_done_in_the_meantime_is_not_done_again() -> None:
    first, second = messages(2, 1)
    seen: list[int] = []

    def look(message: OutboxMessage) -> None:
        seen.append(message.pk)
        OutboxMessage.objects.filter(pk=second).update(sent_at=timezone.now())

    assert repair_each(OWED.all(), look, by="created_at") == 1
    assert seen == [first]


def test_what_somebody_else_has_locked_is_left_to_them(committing: None) -> None:
    taken, free = messages(2, 1)

    def elsewhere() -> int:
        try:
            return repair_each(OWED.all(), send, by="created_at")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other, transaction.atomic():
        OutboxMessage.objects.select_for_update().get(pk=taken)
        assert other.submit(elsewhere).result(timeout=30) == 1
    assert OWED.get().pk == taken
    assert OutboxMessage.objects.get(pk=free).sent_at is not None
