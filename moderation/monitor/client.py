"""Asking the monitor. What goes wrong is `MonitorAway`, never an opinion."""

import asyncio
import random
import time
from dataclasses import dataclass
from typing import Any

import httpx
import redis.exceptions
import structlog
from django.conf import settings

from lib.api.unavailable import Unavailable
from moderation.answers import BrokenAnswer
from moderation.monitor.answering import Opinion, opinion_in
from moderation.monitor.asking import body, new_nonce, plain_body
from moderation.monitor.breaker import Breaker
from moderation.monitor.budget import Budget, Busy
from moderation.monitor.lineage import Question
from moderation.policy.audience import Audience
from moderation.policy.loading import current_policy
from moderation.policy.rows import Policy
from moderation.screener.loop import loop

log = structlog.get_logger(__name__)

MOST_ANSWER_BYTES = 1024 * 1024
ONLY_PLAIN = frozenset({400, 422})  # what servers say that refuse members they do not know
TRIES = 3  # for a server that fails in passing
LOOKS = 2  # for a model that answers nonsense
PAUSE_SECONDS = 0.5  # before the second try, doubled each time, times 0.5 to 1.5
LONGEST_REST = 600.0  # of what a server asks for in Retry-After


class MonitorAway(Unavailable):
    """The monitor did not answer in time, refused, or answered something that is no opinion.

    `server`: whether that says something about the server; nonsense may be the doing of whoever
    wrote the words, and must not take the monitor away from everybody else.
    """

    def __init__(self, why: str, *, server: bool = True, rest: float | None = None) -> None:
        super().__init__(why)
        self.server = server
        self.rest = rest


class _Passing(Exception):
    """Worth another try within the time."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """All that a request is made of, but its nonce."""

    question: Question
    audience: Audience
    policy: Policy
    model: str
    version: str

    def of_body(self) -> dict[str, Any]:
        return {"model": self.model, "policy": self.policy, "audience": self.audience}


def is_configured() -> bool:
    """Whether there is a monitor: without one nothing waits for it."""
    return bool(settings.MONITOR_URL)


def version() -> str:
    """What an answer of now is stamped with: the model, and the policy that it is given."""
    return f"{settings.MONITOR_MODEL[:48]}@{current_policy().version}"[:64]


def the_breaker() -> Breaker:
    """The one of the configured server."""
    return Breaker("monitor")


def ask(question: Question, *, audience: Audience, seconds: float | None = None) -> Opinion:
    """The monitor's opinion within `seconds` in all. Raises MonitorAway.

    Never inside a transaction.
    """
    limit = float(seconds or settings.MONITOR_SECONDS)
    try:
        return _counted(question, audience, limit)
    except Busy:
        raise MonitorAway("busy", server=False) from None
    except redis.exceptions.RedisError as error:
        raise MonitorAway(type(error).__name__, server=False) from None


def _counted(question: Question, audience: Audience, limit: float) -> Opinion:
    """Within the budget and the breaker."""
    breaker = the_breaker()
    budget = Budget("monitor", places=settings.MONITOR_AT_ONCE, seconds=limit + 5)
    with budget.place():
        if not breaker.admits():
            raise MonitorAway("resting", server=False)
        try:
            opinion = _in_time(question, audience, limit)
        except MonitorAway as away:
            log.warning("monitor_away", why=str(away))
            _tell(breaker, away)
            raise
        except BaseException:
            breaker.gave_up()
            raise
        breaker.succeeded()
    return opinion


def _tell(breaker: Breaker, away: MonitorAway) -> None:
    if away.rest is not None:
        breaker.rest(away.rest)
    elif away.server:
        breaker.failed()
    else:
        breaker.gave_up()


def _in_time(question: Question, audience: Audience, limit: float) -> Opinion:
    mine = loop()
    # Read here: whatever asks the database may not run in an event loop.
    facts = _Facts(question, audience, current_policy(), settings.MONITOR_MODEL, version())
    try:
        return mine.run(_asked(mine.client, facts, limit), seconds=limit)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, _Passing) as error:
        raise MonitorAway(type(error).__name__) from None
    except BrokenAnswer as error:
        raise MonitorAway(f"nonsense: {error}", server=False) from None


async def _asked(client: httpx.AsyncClient, facts: _Facts, limit: float) -> Opinion:
    """Nonsense is asked about once more, with another nonce."""
    until = time.monotonic() + limit
    for look in range(LOOKS):
        try:
            return await _looked(client, facts, until)
        except BrokenAnswer:
            if look == LOOKS - 1:
                raise
    raise AssertionError


async def _looked(client: httpx.AsyncClient, facts: _Facts, until: float) -> Opinion:
    nonce = new_nonce()
    question, more = facts.question, facts.of_body() | {"nonce": nonce}
    status, answer = await _patiently(client, body(question, **more), until)
    if status in ONLY_PLAIN:
        status, answer = await _patiently(client, plain_body(question, **more), until)
    if status != 200:
        raise MonitorAway(f"HTTP {status}", server=status not in ONLY_PLAIN)
    return opinion_in(answer, nonce=nonce, question=question, version=facts.version)


async def _patiently(
    client: httpx.AsyncClient, content: dict[str, Any], until: float
) -> tuple[int, bytes]:
    """Status and body; what fails in passing is tried again while there is time."""
    for number in range(TRIES):
        try:
            return await _once(client, content)
        except (httpx.TransportError, _Passing):
            pause = PAUSE_SECONDS * 2**number * random.uniform(0.5, 1.5)  # noqa: S311 - jitter
            if number == TRIES - 1 or time.monotonic() + pause > until:
                raise
            await asyncio.sleep(pause)
    raise AssertionError


async def _once(client: httpx.AsyncClient, content: dict[str, Any]) -> tuple[int, bytes]:
    base = settings.MONITOR_URL.rstrip("/").removesuffix("/v1")
    key = settings.MONITOR_KEY
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    received = bytearray()
    async with client.stream(
        "POST", f"{base}/v1/chat/completions", json=content, headers=headers, timeout=None
    ) as answer:
        if answer.status_code == 429:
            raise MonitorAway("HTTP 429", rest=_rest(answer.headers.get("retry-after", "")))
        if answer.status_code >= 500:
            raise _Passing(f"HTTP {answer.status_code}")
        async for chunk in answer.aiter_bytes():
            received += chunk
            if len(received) > MOST_ANSWER_BYTES:
                raise BrokenAnswer("endless")
    return answer.status_code, bytes(received)


def _rest(header: str) -> float:
    """Seconds to leave it alone. A date, or nonsense, counts as a short while."""
    return min(float(header), LONGEST_REST) if header.isascii() and header.isdigit() else 5.0
