"""Work is enqueued on commit, with ids only; what a crash swallowed is sent by the sweeper.

`enqueue` writes a row in the caller's transaction and sends it right after COMMIT. If the
process dies between the two, or the broker is away, the row stays unsent and `send_unsent`
(every few seconds, by the scheduler) sends it. A message may so be sent twice, never not at all.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

import dramatiq
import structlog
from django.db import transaction
from django.utils import timezone

from lib.outbox.models import OutboxMessage

log = structlog.get_logger(__name__)

UNSENT_AFTER = timedelta(seconds=5)  # the nudge on commit has had its time by then
SENT_KEPT = timedelta(days=1)  # long enough to see at an incident what was sent
BATCH = 200


def enqueue(actor: "dramatiq.Actor[Any, Any]", *ids: UUID | str | int) -> OutboxMessage:
    """Owe `actor` a message with these ids; it is sent when the transaction commits."""
    args = [str(value) if isinstance(value, UUID) else value for value in ids]
    message = OutboxMessage.objects.create(actor_name=actor.actor_name, args=args)
    transaction.on_commit(lambda: _nudge(message), robust=True)
    return message


def send_unsent() -> int:
    """Send what is owed for more than a few seconds. Returns how many were sent.

    Row by row, outside any transaction: one that cannot be sent (its actor was renamed, say)
    holds up no other, and stays owed until somebody looks.
    """
    known = list(dramatiq.get_broker().get_declared_actors())
    due = OutboxMessage.objects.filter(
        sent_at=None, created_at__lt=timezone.now() - UNSENT_AFTER, actor_name__in=known
    )
    return sum(_nudge(message) for message in due.order_by("created_at")[:BATCH])


def forget_sent() -> int:
    """Delete what was sent more than a day ago. Returns how many."""
    old = OutboxMessage.objects.filter(sent_at__lt=timezone.now() - SENT_KEPT)
    return old.delete()[0]


def _nudge(message: OutboxMessage) -> bool:
    try:
        _send(message)
    except Exception as error:  # noqa: BLE001 - the row stands; the sweeper sends it
        log.warning("outbox_send_failed", outbox_id=message.pk, error=type(error).__name__)
        return False
    return True


def _send(message: OutboxMessage) -> None:
    broker = dramatiq.get_broker()
    broker.get_actor(message.actor_name).send(*message.args)
    OutboxMessage.objects.filter(pk=message.pk).update(sent_at=timezone.now())
