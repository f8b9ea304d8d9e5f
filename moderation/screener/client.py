"""How web and workers ask the screener. What goes wrong is `ScreenerAway`, never "clean"."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from django.conf import settings

from lib.api.unavailable import Unavailable
from moderation.answers import Answer, BrokenAnswer
from moderation.categories import Surface
from moderation.screener import second
from moderation.screener.asking import MOST_CHARACTERS, MOST_INPUTS
from moderation.screener.foreign import DETECTOR as FOREIGN
from moderation.screener.foreign import foreign_answer
from moderation.screener.loop import loop
from moderation.screener.second import Server
from moderation.screener.silence import unreplaced
from moderation.screener.wire import from_json

MOST_ANSWER_BYTES = 8 * 1024 * 1024
MOST_CHARACTERS_AT_ONCE = 80_000  # six bytes each, as JSON may write them, stay below the limit
ONLY_PLAIN = frozenset({400, 422})  # what servers say that refuse members they do not know


class ScreenerAway(Unavailable):
    """The screener did not answer in time, refused, or answered something that is no answer."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text and where it stands; at most 8,000 characters."""

    surface: Surface
    text: str


AskPart = Callable[[httpx.AsyncClient, Sequence[Piece]], Awaitable[list[list[Answer]]]]


def ask(pieces: Sequence[Piece], *, seconds: float) -> list[list[Answer]]:
    """The detectors' answers about each piece, in order, all within `seconds` in total.

    Raises ScreenerAway; ValueError for a piece that is too long, which no retry would cure.
    """
    if any(len(piece.text) > MOST_CHARACTERS for piece in pieces):
        raise ValueError(f"a piece is longer than {MOST_CHARACTERS} characters")
    if not pieces:
        return []
    if not settings.SCREENER_URL:
        raise ScreenerAway("no SCREENER_URL")
    mine = loop()
    try:
        return mine.run(_ask_both(mine.client, pieces), seconds=seconds)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        raise ScreenerAway(type(error).__name__) from None
    except BrokenAnswer:
        raise ScreenerAway("no answer") from None


async def _ask_both(client: httpx.AsyncClient, pieces: Sequence[Piece]) -> list[list[Answer]]:
    """The screener and the second opinion at once. One that fails fails both: what is configured
    and does not answer never reads as pass."""
    asked = [asyncio.create_task(_ask_all(client, pieces, _ask_part))]
    if second.is_configured():
        asked.append(asyncio.create_task(_ask_all(client, pieces, _ask_second)))
    try:
        answers = await asyncio.gather(*asked)
    finally:
        for one in asked:
            one.cancel()  # it would wait for its server for ever
    return [
        unreplaced([answer for found in of_piece for answer in found])
        for of_piece in zip(*answers, strict=True)
    ]


async def _ask_all(
    client: httpx.AsyncClient, pieces: Sequence[Piece], ask_part: AskPart
) -> list[list[Answer]]:
    answers: list[list[Answer]] = []
    for part in _parts(pieces):
        answers += await ask_part(client, part)
    return answers


async def _ask_second(client: httpx.AsyncClient, part: Sequence[Piece]) -> list[list[Answer]]:
    status, body = await _post(client, second.server(), second.question([p.text for p in part]))
    if status != 200:
        raise ScreenerAway(f"second opinion: HTTP {status}")
    return _understood(body, len(part), read=second.answers)


def _parts(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """As many as one request may carry."""
    part: list[Piece] = []
    for piece in pieces:
        size = sum(len(one.text) for one in part) + len(piece.text)
        if part and (len(part) == MOST_INPUTS or size > MOST_CHARACTERS_AT_ONCE):
            yield part
            part = []
        part.append(piece)
    yield part


async def _ask_part(client: httpx.AsyncClient, part: Sequence[Piece]) -> list[list[Answer]]:
    plain = {"input": [piece.text for piece in part]}
    ours = plain | {"zoetrope": {"surfaces": [piece.surface.value for piece in part]}}
    screener = Server(settings.SCREENER_URL, settings.SCREENER_KEY)
    status, body = await _post(client, screener, ours)
    if status in ONLY_PLAIN:
        status, body = await _post(client, screener, plain)
    if status != 200:
        raise ScreenerAway(f"HTTP {status}")
    return [
        [*answers, *_own_rules(piece)] if _is_foreign(answers) else answers
        for piece, answers in zip(part, _understood(body, len(part)), strict=True)
    ]


def _is_foreign(answers: Sequence[Answer]) -> bool:
    return [answer.detector for answer in answers] == [FOREIGN]


def _own_rules(piece: Piece) -> list[Answer]:
    """Whether somebody under 18 is in the text, which no other server says. Light: rules alone."""
    from moderation.detectors import minors

    return [minors.build().assess(piece.text, surface=piece.surface)]


async def _post(client: httpx.AsyncClient, server: Server, content: object) -> tuple[int, bytes]:
    """Status and body. Once more where a kept connection turns out to be dead."""
    try:
        return await _post_once(client, server, content)
    except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
        return await _post_once(client, server, content)


async def _post_once(
    client: httpx.AsyncClient, server: Server, content: object
) -> tuple[int, bytes]:
    body = bytearray()
    async with client.stream(
        "POST", server.address, json=content, headers=server.headers, timeout=None
    ) as answer:
        async for chunk in answer.aiter_bytes():
            body += chunk
            if len(body) > MOST_ANSWER_BYTES:
                raise ScreenerAway("endless")
    return answer.status_code, bytes(body)


def _understood(
    body: bytes, count: int, *, read: Callable[[Any, Any], list[Answer]] | None = None
) -> list[list[Answer]]:
    try:
        raw = json.loads(body)
        results, model = raw["results"], raw["model"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BrokenAnswer("shape") from None
    if not isinstance(results, list) or len(results) != count:
        raise BrokenAnswer("results")
    return [(read or _answers)(result, model) for result in results]


def _answers(result: Any, model: Any) -> list[Answer]:
    """Ours where the server sent them, else what a foreign server's scores say."""
    if not isinstance(result, dict):
        raise BrokenAnswer("result")
    if "zoetrope" not in result:
        return [foreign_answer(result, model)]
    extension = result["zoetrope"]
    answers = extension.get("answers") if isinstance(extension, dict) else None
    if not isinstance(answers, list) or not answers:
        raise BrokenAnswer("answers")
    return [from_json(answer) for answer in answers]
