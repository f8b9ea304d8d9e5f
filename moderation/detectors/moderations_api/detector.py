from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from moderation.answers import Answer, BrokenAnswer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.detectors.base import Source
from moderation.screener import second
from moderation.screener.loop import loop
from moderation.screener.names import OURS

if TYPE_CHECKING:
    import httpx

    from lib.media.frames import SampledFrame

NAME = "second-opinion-pictures"
MOST_FRAMES = 16  # of a film, spread over all of it
AT_ONCE = 4
SIDE = 512
QUALITY = 80
SECONDS = 45.0  # for all of them; the inspection waits a minute for a detector
MOST_ANSWER_BYTES = 1024 * 1024


class PictureOpinion:
    """Some frames of a film, each judged for itself, as that protocol wants it.

    What is seen between them is not, so nothing counts as more than partly assessed.
    """

    name = NAME
    per_second = 1.0
    max_side = SIDE
    must_assess = True
    concerns_children = False  # it sees some frames alone, so no demand is met by it

    def __init__(self, model: str) -> None:
        self.version = model[:64] or "default"

    def begin(self, source: Source) -> _Session:
        return _Session(self.version)


class _Session:
    def __init__(self, version: str) -> None:
        self._version = version
        self._stride = 1
        self._seen = 0
        self._kept: list[tuple[float, bytes]] = []

    def look(self, frame: SampledFrame) -> None:
        """Of a long film every second, fourth, … frame."""
        if self._seen % self._stride == 0:
            self._kept.append((frame.at_seconds, _jpeg(frame)))
        self._seen += 1
        if len(self._kept) > MOST_FRAMES:
            self._kept, self._stride = self._kept[::2], self._stride * 2

    def answer(self) -> Sequence[tuple[Surface, Answer]]:
        """Raises what goes wrong with any of them: then it is unassessed, and the film is held."""
        if not self._kept:
            raise BrokenAnswer("no frames")
        mine = loop()
        found = mine.run(_judged(mine.client, self._kept), seconds=SECONDS)
        assessed = set.intersection(*(set(scores) for _, scores in found))
        if not assessed:
            raise BrokenAnswer("no category of pictures")
        hits = tuple(
            Hit(category, score, start_s=at, end_s=at)
            for at, scores in found
            for category, score in scores.items()
        )
        coverage = dict.fromkeys(assessed, Coverage.PARTIAL)
        return [(Surface.FRAME, Answer(NAME, self._version, coverage, hits))]


Judged = tuple[float, dict[Category, float]]


async def _judged(client: httpx.AsyncClient, kept: Sequence[tuple[float, bytes]]) -> list[Judged]:
    places = asyncio.Semaphore(AT_ONCE)

    async def one(at: float, jpeg: bytes) -> Judged:
        async with places:
            return at, _scores(await _posted(client, jpeg))

    asked = [asyncio.create_task(one(at, jpeg)) for at, jpeg in kept]
    try:
        return list(await asyncio.gather(*asked))
    finally:
        for task in asked:
            task.cancel()


async def _posted(client: httpx.AsyncClient, jpeg: bytes) -> bytes:
    server = second.server()
    url = "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()
    content = second.question([{"type": "image_url", "image_url": {"url": url}}])
    body = bytearray()
    async with client.stream(
        "POST", server.address, json=content, headers=server.headers, timeout=None
    ) as answer:
        if answer.status_code != 200:
            raise BrokenAnswer(f"HTTP {answer.status_code}")
        async for chunk in answer.aiter_bytes():
            body += chunk
            if len(body) > MOST_ANSWER_BYTES:
                raise BrokenAnswer("endless")
    return bytes(body)


def _scores(body: bytes) -> dict[Category, float]:
    """Only of categories that it says it judged by the picture: the others' zeros mean nothing."""
    try:
        raw = json.loads(body)
        (result,) = raw["results"]
        applied = result["category_applied_input_types"]
        by_picture = {name for name in OURS if "image" in applied.get(name, ())}
        shown = {**result, "category_scores": _only(result["category_scores"], by_picture)}
        answer = second.answers(shown, raw["model"])[0]
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BrokenAnswer("shape") from error
    return {hit.category: hit.score for hit in answer.hits}


def _only(scores: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: score for name, score in scores.items() if name in names}


def _jpeg(frame: SampledFrame) -> bytes:
    from PIL import Image

    file = BytesIO()
    Image.fromarray(frame.image).save(file, "JPEG", quality=QUALITY)
    return file.getvalue()
