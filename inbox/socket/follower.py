"""Sending a log over a socket: from a cursor on, in order, each event once."""

import asyncio
from datetime import datetime

from channels.db import database_sync_to_async

from accounts.models import User
from inbox.models import Event
from inbox.quiet import silent_until, waits_in_silence
from inbox.selectors import LogGone, LogPage, as_json, read_log
from inbox.socket.line import Line

BATCH = 200  # events in memory for one socket


class Follower:
    """The only writer of events to its line.

    It always reads the log from the last number it considered; nudges only wake it. So nothing is
    left out or sent twice, however many nudges come, early, late, twice or never. In quiet hours
    what can wait is left out, and read again once they end (R5).
    """

    def __init__(self, person: User, line: Line) -> None:
        self.person = person
        self.line = line
        self._cursor: int | None = None
        self._held_after: int | None = None
        self._told_since: set[int] = set()
        self._news = asyncio.Event()
        self._resumed = asyncio.Event()
        self._paused = asyncio.Event()
        self._paused.set()

    @property
    def resumed(self) -> bool:
        """False until the client says where to begin, and again after a resync."""
        return self._resumed.is_set()

    def resume(self, after: int | None) -> None:
        """Begin after this number; None: with the oldest that is kept."""
        self._cursor = after
        self._forget_held()
        self._paused.clear()
        self._resumed.set()
        self._news.set()

    async def expect_resume(self, seconds: float) -> None:
        """Runs for ever. Raises TimeoutError when no `resume` comes in time where one is due."""
        while True:
            await self._paused.wait()
            async with asyncio.timeout(seconds):
                await self._resumed.wait()

    def wake(self) -> None:
        """There may be something new."""
        if self.resumed:
            self._news.set()

    async def run(self) -> None:
        """Until cancelled. Raises what the database raises, and TimeoutError for a stuck client."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self.resumed and await self._send_batch():
                pass

    async def _send_batch(self) -> bool:
        """Returns whether there is more at once."""
        silence = await self._silence()
        if self._held_after is not None and silence is None:
            self._cursor, self._held_after = self._held_after, None
        try:
            page = await self._read()
        except LogGone as gone:
            self._resumed.clear()
            self._paused.set()
            data = {"oldest": gone.oldest, "latest": gone.latest}
            await self.line.say({"type": "resync", "data": data})
            return False
        if silence is None and any(map(waits_in_silence, page.events)):
            silence = await self._silence(ask=True)
        for event in page.events:
            await self._tell(event, silence)
        self._cursor = page.cursor
        if self._held_after is None and not page.more:
            self._forget_held()
        return page.more

    async def _tell(self, event: Event, silence: datetime | None) -> None:
        if silence is not None and waits_in_silence(event):
            await self._hold(event, silence)
        elif event.number not in self._told_since:
            await self.line.say(as_json(event))
            if self._held_after is not None:
                self._told_since.add(event.number)

    async def _hold(self, event: Event, silence: datetime) -> None:
        """Said once: what follows is not complete until then."""
        if self._held_after is None:
            self._held_after = event.number - 1
            until = silence.isoformat(timespec="seconds").replace("+00:00", "Z")
            data = {"after": self._held_after, "until": until}
            await self.line.say({"type": "held", "data": data})

    async def _silence(self, *, ask: bool = False) -> datetime | None:
        """When quiet hours end; asked only where something is held, or would be."""
        if not ask and self._held_after is None:
            return None
        return await database_sync_to_async(silent_until)(self.person)

    async def _read(self) -> LogPage:
        return await database_sync_to_async(read_log)(
            viewer=self.person, after=self._cursor, limit=BATCH
        )

    def _forget_held(self) -> None:
        self._held_after = None
        self._told_since.clear()
