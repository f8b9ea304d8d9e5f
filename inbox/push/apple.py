"""Calling Apple's push service (APNs): HTTP/2 over TLS, one connection a process, kept open.

aioapns lives in an event loop of its own; workers are threads that wait for it. What is sent, and
what an answer means: developer.apple.com, "Sending notification requests to APNs" and "Handling
notification responses from APNs".
"""

import asyncio
import ssl
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

import structlog
from aioapns import APNs, NotificationRequest, PushType
from aioapns.common import NotificationResult
from aioapns.connection import APNsTLSClientProtocol
from django.conf import settings

from inbox.push.credentials import credentials

log = structlog.get_logger(__name__)
T = TypeVar("T")

SECONDS = 20  # ours, for one push with its connection; shorter than a worker's lease
# The token is nobody's any more, or was never one of this app.
GONE = {"Unregistered", "BadDeviceToken", "DeviceTokenNotForTopic", "ExpiredToken"}
# Our own key or settings: somebody mends them, and then it is sent.
OURS = {"403"}
LATER = {"429", "500", "503"}


class Outcome(StrEnum):
    """What became of an attempt."""

    SENT = "sent"
    GONE = "gone"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Attempt:
    """`why`: Apple's reason, or the error's name. `gone_since`: since when no phone has the
    token, where Apple says so."""

    outcome: Outcome
    why: str = ""
    gone_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """One push. `lives`: seconds for which Apple keeps it for a phone that is away; 0: not at
    all."""

    id: UUID
    token: str
    payload: dict[str, Any]
    collapse_id: str
    lives: int
    is_loud: bool


def send(parcel: Parcel) -> Attempt:
    """Waits for Apple's answer, or SECONDS. Raises nothing: whatever fails is tried again."""
    try:
        answer = _courier().send(parcel)
    except Exception as error:  # noqa: BLE001 - network, TLS, time: none of it ends a push
        log.warning("push_not_sent", push=str(parcel.id), error=type(error).__name__)
        return Attempt(Outcome.LATER, type(error).__name__)
    return _read(answer)


def forget_connection() -> None:
    """The next push connects anew, with the settings of then."""
    if _courier.cache_info().currsize:
        _courier().end()
        _courier.cache_clear()


class Courier:
    """A client and the loop that it lives in, on a thread of their own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="apns", daemon=True).start()
        self._client = self._run(_new_client())

    def send(self, parcel: Parcel) -> NotificationResult:
        """Raises what aioapns raises, and TimeoutError."""
        return self._run(self._deliver(parcel))

    def end(self) -> None:
        """Close the connection, end the thread."""
        self._loop.call_soon_threadsafe(self._client.pool.close)
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _deliver(self, parcel: Parcel) -> NotificationResult:
        # Shielded: aioapns would choke on the answer to a request that was cancelled.
        sending = asyncio.ensure_future(self._client.send_notification(_request(parcel)))
        sending.add_done_callback(_looked_at)
        try:
            return await asyncio.wait_for(asyncio.shield(sending), SECONDS)
        except TimeoutError:
            self._client.pool.close()  # what hangs is not written to again
            raise

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SECONDS * 2)


@cache
def _courier() -> Courier:
    return Courier()


async def _new_client() -> APNs:
    who = credentials()
    client = APNs(
        key=who.key,
        key_id=who.key_id,
        team_id=who.team_id,
        topic=who.topic,
        max_connections=1,
        max_connection_attempts=1,  # the row counts attempts, and says when the next is due
        use_sandbox=settings.APNS_ENVIRONMENT == "sandbox",
        ssl_context=ssl.create_default_context(cafile=settings.APNS_CA or None),
        err_func=_say_nothing,
    )
    if settings.APNS_SERVER:
        client.pool.protocol_class = _local_protocol(settings.APNS_SERVER)
    return client


def _local_protocol(server: str) -> type[APNsTLSClientProtocol]:
    host, _, port = server.rpartition(":")

    class Local(APNsTLSClientProtocol):
        APNS_SERVER = host
        APNS_PORT = int(port)

    return Local


def _request(parcel: Parcel) -> NotificationRequest:
    return NotificationRequest(
        device_token=parcel.token,
        message=parcel.payload,
        notification_id=str(parcel.id),
        time_to_live=parcel.lives,
        priority=10 if parcel.is_loud else 5,
        collapse_key=parcel.collapse_id,
        push_type=PushType.ALERT,
    )


def _read(answer: NotificationResult) -> Attempt:
    why = str(answer.description or "")
    if answer.is_successful:
        return Attempt(Outcome.SENT)
    if answer.status == "410" or why in GONE:
        since = answer.timestamp
        when = datetime.fromtimestamp(since / 1000, UTC) if since is not None else None
        return Attempt(Outcome.GONE, why, when)
    if answer.status in LATER | OURS:
        if answer.status in OURS:
            log.error("push_credentials_refused", reason=why)
        return Attempt(Outcome.LATER, why)
    return Attempt(Outcome.REFUSED, why)


async def _say_nothing(request: NotificationRequest, answer: NotificationResult) -> None:
    """aioapns would log; the row keeps the reason."""


def _looked_at(sending: "asyncio.Future[NotificationResult]") -> None:
    """An answer after its time is nobody's; asyncio is to make no noise about it."""
    if not sending.cancelled():
        sending.exception()
