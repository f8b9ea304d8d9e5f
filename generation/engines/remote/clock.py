"""Time, as tests may turn it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from generation.engines.base import EngineError
from generation.engines.pace import Telling

LOOK_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` in seconds from anywhere, never falling."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[float, float], float] = random.uniform


def nothing() -> None:
    """Nobody has to be told."""


class Wait:
    """How long a render may take, and whether it is still wanted."""

    def __init__(self, clock: Clock, *, seconds: float, telling: Telling) -> None:
        self._clock = clock
        self._until = clock.now() + seconds
        self._telling = telling
        self.beat: Callable[[], None] = nothing  # called at each look

    @property
    def left(self) -> float:
        """Seconds; not below zero."""
        return max(0.0, self._until - self._clock.now())

    def look(self) -> None:
        """And `beat`; cheap, for it asks seldom (`pace.ASK_EVERY_S`). Raises RenderCancelled;
        EngineError `processor_too_slow` at the end."""
        self.beat()
        self._telling.go_on()
        self._in_time()

    def look_now(self) -> None:
        """The same, and it is asked however lately it was: before what cannot be taken back."""
        self.beat()
        self._telling.stop_if_cancelled()
        self._in_time()

    def _in_time(self) -> None:
        if not self.left:
            raise EngineError("processor_too_slow", permanent=False)

    def pause(self, seconds: float) -> None:
        """About so long, and never past the end; `look` each second."""
        pause = seconds * self._clock.jitter(0.75, 1.25)
        over = self._clock.now() + pause
        self.look()
        while (rest := over - self._clock.now()) > 0:
            self._clock.sleep(min(rest, LOOK_EVERY_S))
            self.look()
