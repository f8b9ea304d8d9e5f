"""Looking at a job until it has ended."""

from __future__ import annotations

from collections.abc import Callable

from generation.engines.base import EngineError
from generation.engines.remote import pauses
from generation.engines.remote.clock import Wait
from generation.engines.remote.faults import PASSING, Broken, Unreached, failed, fault_of
from generation.engines.remote.videos import Seen, Status, Videos, seen_in
from generation.engines.remote.wire import Answer

MOST_FAULTS = 5  # one after another, of a server that is restarted, say
GONE = frozenset({404, 410})


def completed(videos: Videos, job: Seen, *, wait: Wait, tell: Callable[[Seen], None]) -> None:
    """Returns once it is completed. Raises EngineError, RenderCancelled."""
    video, faults, number = job.id, 0, 0
    while True:
        _refuse_ended(job)
        tell(job)
        if job.status == Status.COMPLETED:
            return
        wait.pause(pauses.growing(number))
        number += 1
        try:
            answer = videos.look(video)
            job, faults = _seen(answer, video), 0
        except (Broken, Unreached) as error:
            faults += 1
            if faults >= MOST_FAULTS:
                code = "processor_away" if isinstance(error, Unreached) else "processor_fault"
                raise EngineError(code, permanent=False) from None
            _rest(error, wait)


class _Passing(Broken):
    """Its answer says when to come again."""

    def __init__(self, rest: float) -> None:
        super().__init__("passing")
        self.rest = rest


def _seen(answer: Answer, video: str) -> Seen:
    if answer.status in PASSING:
        raise _Passing(pauses.asked_for(answer.headers))
    if answer.status in GONE:
        raise EngineError("processor_dropped", permanent=False)
    if answer.status != 200:
        raise fault_of(answer.status, answer.body)
    seen = seen_in(answer)
    if seen.id != video:  # somebody else's
        raise Broken("another job")
    return seen


def _rest(error: Exception, wait: Wait) -> None:
    if isinstance(error, _Passing) and error.rest:
        wait.pause(min(error.rest, wait.left))


def _refuse_ended(job: Seen) -> None:
    if job.status == Status.FAILED:
        raise failed(job.error)
    if job.status == Status.DROPPED:
        raise EngineError("processor_dropped", permanent=False)
