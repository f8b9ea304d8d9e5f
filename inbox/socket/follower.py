"""Sending a log over a socket: from a cursor on, in order, each event once."""

import asyncio

from channels.db import database_sync_to_async

from accounts.models import User
from inbox.selectors import LogGone, as_json, read_log
from inbox.socket.line import Line

BATCH = 200  # events in memory for one socket


class Follower:
    """The only writer of events to its line.

    It always reads the log from the last number it considered; nudges only wake it. So nothing is
    left out or sent twice, however many nudges come, early, late, twice or never.
    """

    def __init__(self, person: User, line: Line) -> None:
        self.person = person
        self.line = line
        self._cursor: int | None = None
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
        after = self._cursor
        try:
            page = await database_sync_to_async(read_log)(
                viewer=self.person, after=after, limit=BATCH
            )
        except LogGone as gone:
            self._resumed.clear()
            self._paused.set()
            data = {"oldest": gone.oldest, "latest": gone.latest}
            await self.line.say({"type": "resync", "data": data})
            return False
        for event in page.events:
            await self.line.say(as_json(event))
        self._cursor = page.cursor
        return page.more
