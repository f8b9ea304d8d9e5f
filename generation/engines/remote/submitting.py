"""Handing over a request, once."""

from __future__ import annotations

import secrets

import structlog

from generation.engines.base import EngineError
from generation.engines.remote import pauses
from generation.engines.remote.clock import Wait
from generation.engines.remote.faults import BUSY, Broken, Unreached, fault_of
from generation.engines.remote.form import Content
from generation.engines.remote.videos import Seen, Videos, seen_in
from generation.engines.remote.wire import Answer

log = structlog.get_logger(__name__)

TRIES = 4
LONGEST_REST_S = 30.0
# A server that says so has taken nothing; any other silence may be that of one that has.
NOT_TAKEN = BUSY
UNCLEAR = frozenset({408, 425, 502, 504})


def submitted(videos: Videos, content: Content, *, wait: Wait, idempotent: bool) -> Seen:
    """The job as it was taken on. Raises EngineError.

    An answer that got lost is not asked for again, for there would be two films, unless the server
    knows a request by its key: `answer_lost`, and it stands in the log.
    """
    key = secrets.token_hex(16)
    for number in range(TRIES):
        if number:
            wait.pause(pauses.growing(number))
        wait.look_now()  # the last moment at which nothing has left
        try:
            answer = videos.create(content, key=key)
        except Unreached:
            fault = EngineError("processor_away", permanent=False)
            continue
        except Broken:
            fault = _lost(idempotent)
            continue
        if answer.status in NOT_TAKEN:
            fault = fault_of(answer.status, answer.body)
            if number < TRIES - 1:
                _rest(answer, wait)
        elif answer.status in UNCLEAR:
            fault = _lost(idempotent)
        else:
            return _job(answer, idempotent)
    raise fault


def _job(answer: Answer, idempotent: bool) -> Seen:
    if answer.status not in {200, 201, 202}:
        raise fault_of(answer.status, answer.body)
    try:
        return seen_in(answer)
    except Broken:
        log.warning("remote_answer_unreadable", idempotent=idempotent)
        raise EngineError("answer_lost", permanent=False) from None


def _lost(idempotent: bool) -> EngineError:
    """Raised at once where asking again could make a second film."""
    log.warning("remote_answer_lost", idempotent=idempotent)
    fault = EngineError("answer_lost", permanent=False)
    if not idempotent:
        raise fault from None
    return fault


def _rest(answer: Answer, wait: Wait) -> None:
    """Who asks to be left alone for longer is not waited for: the film goes back to its queue."""
    seconds = pauses.asked_for(answer.headers)
    if seconds > min(wait.left, LONGEST_REST_S):
        raise EngineError("capacity", permanent=False)
    if seconds:
        wait.pause(seconds)
