"""Writing to people's logs, forgetting, and calling their sockets."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from inbox import event_types, nudges
from inbox.models import Event, PersonLog

KEPT = timedelta(days=30)  # ours: a phone that slept longer reads its state anew
FORGET_BATCH = 200  # people at a time; their counters are locked meanwhile

# One statement gives the number and locks the counter until the caller's COMMIT. So numbers of
# one person become visible in their order, and whoever has seen N has seen all below.
_NEXT_NUMBER = """
INSERT INTO inbox_personlog AS log (person_id, last, forgotten) VALUES (%s, 1, 0)
ON CONFLICT (person_id) DO UPDATE SET last = log.last + 1 WHERE log.closed_at IS NULL
RETURNING last
"""
_FORGET = """
WITH old AS (
    SELECT log.person_id, (
        SELECT max(e.number) FROM inbox_event e
        WHERE e.person_id = log.person_id AND e.at < %(before)s
    ) AS upto
    FROM inbox_personlog log
    WHERE log.person_id IN (
        SELECT DISTINCT person_id FROM inbox_event WHERE at < %(before)s LIMIT %(batch)s
    )
    FOR UPDATE OF log SKIP LOCKED
), marked AS (
    UPDATE inbox_personlog log SET forgotten = GREATEST(forgotten, old.upto)
    FROM old WHERE log.person_id = old.person_id AND old.upto IS NOT NULL
    RETURNING log.person_id, log.forgotten
)
DELETE FROM inbox_event e USING marked
WHERE e.person_id = marked.person_id AND e.number <= marked.forgotten
"""


def append(
    *,
    person_id: UUID,
    type: str,
    data: dict[str, Any],
    about: UUID | None = None,
    actor_id: UUID | None = None,
) -> int:
    """Write an event into a person's log, in the caller's transaction; returns its number.

    Rooms call `notify`, which also owes what goes to the person's phones.

    Sockets are nudged on commit. Returns 0 for a deleted person, who hears nothing any more.
    Raises UnknownEventType and InvalidEventData. The person's counter stays locked until COMMIT:
    append late, and to several people in the order of their ids.
    """
    event_types.validate(type, data)
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event belongs to the fact's transaction")
    number = _next_number(person_id)
    if number:
        Event.objects.create(
            person_id=person_id, number=number, type=type, data=data, about=about, actor_id=actor_id
        )
        transaction.on_commit(lambda: nudges.news(person_id), robust=True)
    return number


def recheck_sockets(*, person_id: UUID) -> None:
    """After COMMIT this person's sockets ask again whether they may stay open (T2)."""
    transaction.on_commit(lambda: nudges.recheck(person_id), robust=True)


def erase_log(*, person_id: UUID) -> None:
    """A person is gone: delete their events and take no new ones."""
    with transaction.atomic():
        log, _ = PersonLog.objects.select_for_update().get_or_create(person_id=person_id)
        PersonLog.objects.filter(pk=log.pk).update(closed_at=timezone.now(), forgotten=log.last)
        Event.objects.filter(person_id=person_id).delete()


def forget_old() -> int:
    """Delete events older than KEPT; returns how many. Logs that are being written wait."""
    before = timezone.now() - KEPT
    total = 0
    while deleted := _forget_batch(before):
        total += deleted
    return total


def _next_number(person_id: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, [person_id])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _forget_batch(before: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"before": before, "batch": FORGET_BATCH})
        return int(cursor.rowcount)
