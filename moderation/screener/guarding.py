"""One detector under guard: whatever it does, an answer comes in time, and never a false one."""

import asyncio
import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog

from moderation.answers import Answer, unassessed
from moderation.categories import Surface
from moderation.detectors.base import TextDetector
from moderation.screener.wire import checked

log = structlog.get_logger(__name__)


LONG = 1000  # characters that a detector's time limit is meant for; longer texts get more


class Guarded:
    """A detector with threads and a time limit of its own: `seconds` for each 1,000 characters.

    A text that takes long on a busy machine is late (its asker has gone to the queue meanwhile);
    calling it not assessed would have a person look at it.

    As many texts as there are threads are with it at once, the others wait in line, so the limit
    counts its work and not their waiting. While any text is overdue the detector counts as hung:
    its answer is "not assessed" at once, and no further thread is spent on it.
    """

    def __init__(self, detector: TextDetector, *, seconds: float, threads: int) -> None:
        self.detector = detector
        self.name, self.version = detector.name, detector.version
        self._seconds = seconds
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=f"read-{self.name}")
        self._places = asyncio.Semaphore(threads)
        self._overdue: set[asyncio.Future[Any]] = set()

    @property
    def hung(self) -> bool:
        return bool(self._overdue)

    async def assess(self, text: str, surface: Surface) -> Answer:
        """Its answer, checked; `unassessed` where it raises, hangs, or answers nonsense."""
        async with self._places:
            if self.hung:
                return unassessed(self.name, self.version)
            answer = await self._in_time(text, surface)
        try:
            return self._own(checked(answer, length=len(text)))
        except Exception as broken:  # noqa: BLE001 - a strange object may raise anything
            self._tell("detector_answered_nonsense", broken)
            return unassessed(self.name, self.version)

    async def _in_time(self, text: str, surface: Surface) -> Any:
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._pool, self._call, text, surface)
        try:
            seconds = self._seconds * math.ceil(max(1, len(text)) / LONG)
            done, _waiting = await asyncio.wait({work}, timeout=seconds)
        finally:
            if not work.done():  # overdue, or nobody waits any more: its thread is still taken
                self._overdue.add(work)
                work.add_done_callback(self._overdue.discard)
        if not done:
            self._tell("detector_hangs", TimeoutError())
            return unassessed(self.name, self.version)
        return work.result()

    def _call(self, text: str, surface: Surface) -> Any:
        try:
            return self.detector.assess(text, surface=surface)
        except Exception as broken:  # noqa: BLE001 - whatever it was, the text is not assessed
            self._tell("detector_raised", broken)
            return unassessed(self.name, self.version)

    def _own(self, answer: Answer) -> Answer:
        if answer.detector != self.name:
            raise ValueError("another's name")
        return answer

    def _tell(self, event: str, error: Exception) -> None:
        """The kind of error only: its message may quote the text."""
        log.warning(event, detector=self.name, error=type(error).__name__)
