"""One socket from handshake to close."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any

import structlog
from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from accounts.authentication import user_of_token
from accounts.models import User
from inbox.nudges import group_of
from inbox.socket import places
from inbox.socket.closing import CloseCode
from inbox.socket.ear import Ear
from inbox.socket.follower import Follower
from inbox.socket.handshake import Hello, read_hello
from inbox.socket.line import Line
from inbox.socket.messages import Pong, parse
from inbox.socket.refusals import deny
from lib.api.unavailable import UNAVAILABLE
from lib.asgi.answers import begin_request
from lib.errors import DomainError, ErrorCode

log = structlog.get_logger(__name__)

RESUME_SECONDS = 10
TICK_SECONDS = 25  # ping, look at token and log: under the 30 s of a mobile network's idle timer
SILENT_TICKS = 3  # without a pong for so long the other end is taken for dead
RECHECK_SECONDS = 2  # T2: closed within five, also when the database does not answer
GROUP_SECONDS = 5
AWAY: tuple[type[Exception], ...] = (*UNAVAILABLE, DatabaseError, InterfaceError, TimeoutError)


class EventSocket(AsyncJsonWebsocketConsumer):
    """`/ws/v1`. See docs/socket.md for what is said on it."""

    hello: Hello
    person: User
    line: Line
    follower: Follower

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open = False
        self._tasks: list[asyncio.Task[None]] = []
        self._silent_ticks = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """The consumer as a task that can be cut off when even closing gets stuck."""
        began = asyncio.get_running_loop().time()
        begin_request(scope)
        ear = Ear(receive)
        heard: Any = ear  # channels has its own types of ASGI messages
        life = asyncio.create_task(super().__call__(scope, heard, send))
        self._server_send = send
        self.line = Line(send, ear=ear, abort=life.cancel)
        try:
            await life
        except AWAY:
            await self._shut_for_absence(scope, send)
        except asyncio.CancelledError:
            life.cancel()
            if not self.line.closed:
                raise
        finally:
            await self._tidy_up()
            self._note(asyncio.get_running_loop().time() - began)

    async def connect(self) -> None:
        """Authenticate, take a place, join the group, and only then accept."""
        try:
            await self._enter()
        except DomainError as error:
            self.line.reason = error.code.value
            await deny(dict(self.scope), self._server_send, error)
            raise StopConsumer from None
        await self.accept(self.hello.protocol)
        self.open = True
        self.follower = Follower(self.person, self.line)
        self._start(self.follower.run())
        self._start(self._expect_resume())
        self._start(self._tick())

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any
    ) -> None:
        """A message of the client."""
        try:
            message = parse(text_data)
            if isinstance(message, Pong):
                self._silent_ticks = 0
            elif self.follower.resumed:
                raise DomainError(ErrorCode.MALFORMED, "This was said before.")
            else:
                self.follower.resume(message.number)
        except DomainError as error:
            await self.line.refuse(error)

    async def inbox_news(self, message: dict[str, Any]) -> None:
        """Nudge: the log has grown."""
        self.follower.wake()

    async def inbox_recheck(self, message: dict[str, Any]) -> None:
        """Nudge: standing or sessions changed. What cannot be checked now is closed (T2)."""
        await self._guarded(self._recheck())

    async def _enter(self) -> None:
        self.hello = read_hello(dict(self.scope))
        try:
            self.person = await database_sync_to_async(_person_of)(self.hello.token)
            if not await _redis(places.take, self.person.pk, self.channel_name):
                raise DomainError(ErrorCode.TOO_MANY_SOCKETS, "Too many sockets are open.")
            async with asyncio.timeout(GROUP_SECONDS):
                await self.channel_layer.group_add(group_of(self.person.pk), self.channel_name)
        except AWAY as error:
            log.warning("server_away", error=type(error).__name__)
            raise _try_again() from None

    async def _recheck(self) -> None:
        async with asyncio.timeout(RECHECK_SECONDS):
            self.person = await database_sync_to_async(_person_of)(self.hello.token)
        self.follower.person = self.person

    async def _expect_resume(self) -> None:
        try:
            await self.follower.expect_resume(RESUME_SECONDS)
        except TimeoutError:
            raise DomainError(ErrorCode.REQUEST_TIMEOUT, "Send resume_after first.") from None

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            self._silent_ticks += 1
            if self._silent_ticks > SILENT_TICKS:
                raise DomainError(ErrorCode.REQUEST_TIMEOUT, "No pong came.")
            await self._recheck()
            await self._keep_place()
            now = timezone.now().isoformat(timespec="seconds").replace("+00:00", "Z")
            await self.line.say({"type": "ping", "at": now})
            self.follower.wake()

    async def _keep_place(self) -> None:
        try:
            await _redis(places.keep, self.person.pk, self.channel_name)
        except AWAY as error:
            log.warning("place_not_kept", error=type(error).__name__)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(self._guarded(work)))

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """Whatever ends a part of the socket ends the socket, with a code that says why."""
        try:
            await work
        except DomainError as error:
            await self.line.refuse(error)
        except AWAY as error:
            log.warning("socket_gave_up", error=type(error).__name__)
            await self.line.close(CloseCode.TRY_AGAIN, ErrorCode.TEMPORARILY_UNAVAILABLE)
        except Exception:
            log.exception("socket_failed")
            await self.line.close(CloseCode.INTERNAL, ErrorCode.INTERNAL)

    async def _shut_for_absence(self, scope: Any, send: Any) -> None:
        if self.open:
            await self.line.close(CloseCode.TRY_AGAIN, ErrorCode.TEMPORARILY_UNAVAILABLE)
        else:
            self.line.reason = ErrorCode.TEMPORARILY_UNAVAILABLE.value
            await deny(scope, send, _try_again())

    async def _tidy_up(self) -> None:
        self.line.closed = True
        for task in self._tasks:
            task.cancel()
        if not hasattr(self, "person"):
            return
        with contextlib.suppress(*AWAY):
            async with asyncio.timeout(GROUP_SECONDS):
                await self.channel_layer.group_discard(group_of(self.person.pk), self.channel_name)
        with contextlib.suppress(*AWAY):
            await _redis(places.leave, self.person.pk, self.channel_name)

    def _note(self, seconds: float) -> None:
        """One line for each socket, as for each request: nothing of what was said on it."""
        person = getattr(self, "person", None)
        log.info(
            "socket",
            user_id=person.public_id if person else None,
            opened=self.open,
            closed_by_us=self.line.reason,
            seconds=round(seconds, 1),
        )


def _person_of(token: str) -> User:
    """The person with what the socket reads of them already loaded."""
    person = user_of_token(token)
    _ = person.pk
    return person


def _try_again() -> DomainError:
    return DomainError(
        ErrorCode.TEMPORARILY_UNAVAILABLE, "A server that this needs is away.", retry_after=2
    )


async def _redis(work: Any, *arguments: Any) -> Any:
    """Redis may hang for seconds: never on the one thread that reads the database."""
    return await sync_to_async(work, thread_sensitive=False)(*arguments)
