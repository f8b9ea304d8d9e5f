"""Calling the sockets of a person over the channel layer.

A nudge says only "look again": the log and the token hold the truth. A nudge that is lost, or a
Redis that is away, costs seconds (`inbox.socket.consumer.TICK_SECONDS`), never an event.
"""

import asyncio
from uuid import UUID

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

log = structlog.get_logger(__name__)

SECONDS = 1  # a Redis that hangs must not hold a request for longer
NEWS = "inbox.news"
RECHECK = "inbox.recheck"


def group_of(person_id: UUID) -> str:
    """The channel group of a person's sockets."""
    return f"person.{person_id.hex}"


def news(person_id: UUID) -> None:
    """There is something new in the log."""
    _send(person_id, NEWS)


def recheck(person_id: UUID) -> None:
    """The person's standing or sessions changed."""
    _send(person_id, RECHECK)


def _send(person_id: UUID, kind: str) -> None:
    try:
        async_to_sync(_deliver)(group_of(person_id), {"type": kind})
    except Exception as error:  # noqa: BLE001 - only a hint; sockets look by themselves too
        log.warning("nudge_failed", kind=kind, error=type(error).__name__)


async def _deliver(group: str, message: dict[str, str]) -> None:
    layer = get_channel_layer()
    if layer is None:
        raise RuntimeError("no channel layer is configured")
    async with asyncio.timeout(SECONDS):
        await layer.group_send(group, message)
