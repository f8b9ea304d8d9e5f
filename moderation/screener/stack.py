"""All detectors together: loading them behind the running server, and asking them."""

import asyncio
import os
import uuid
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from moderation.answers import Answer
from moderation.detectors.base import TextDetector
from moderation.screener.asking import MODEL, Asked
from moderation.screener.guarding import Guarded
from moderation.screener.names import FLAGGED, their_scores
from moderation.screener.wire import to_json

log = structlog.get_logger(__name__)

RETRY_SECONDS = 5.0
Load = Callable[[], Sequence[TextDetector]]


class NoDetectors(RuntimeError):
    """Nothing that could read anything."""


class Stack:
    """`seconds`: time limit of one detector for 1,000 characters. Belongs to one event loop."""

    def __init__(self, load: Load, *, seconds: float) -> None:
        self._load = load
        self._seconds = seconds
        self.detectors: tuple[Guarded, ...] = ()

    async def load(self) -> None:
        """Until it succeeds: a stack that lacks a detector would look like one that works."""
        threads = min(4, os.cpu_count() or 1)
        while not self.detectors:
            try:
                detectors = await asyncio.to_thread(self._load)
                if not detectors:
                    raise NoDetectors("none")
            except Exception as broken:  # noqa: BLE001 - said, tried again; /healthz is 503 so long
                log.error("screener_cannot_load", error=type(broken).__name__, detail=str(broken))
                await asyncio.sleep(RETRY_SECONDS)
                continue
            self.detectors = tuple(
                Guarded(detector, seconds=self._seconds, threads=threads) for detector in detectors
            )

    async def answer(self, asked: Asked) -> dict[str, Any]:
        """The whole answer of the protocol."""
        results = await asyncio.gather(
            *(self._result(text, at) for text, at in zip(asked.texts, asked.surfaces, strict=True))
        )
        return {"id": f"modr-{uuid.uuid4().hex}", "model": MODEL, "results": results}

    async def _result(self, text: str, surface: Any) -> dict[str, Any]:
        answers = await asyncio.gather(
            *(detector.assess(text, surface) for detector in self.detectors)
        )
        return result(answers)


def result(answers: Sequence[Answer]) -> dict[str, Any]:
    """One result. `flagged` is also true where a detector could not judge the text: a client that
    knows only this member must not take silence for innocence."""
    scores = their_scores(answers)
    categories = {name: score >= FLAGGED for name, score in scores.items()}
    silent = any(not answer.coverage for answer in answers)
    return {
        "flagged": silent or any(categories.values()),
        "categories": categories,
        "category_scores": scores,
        "category_applied_input_types": {name: ["text"] for name in scores},
        "zoetrope": {"answers": [to_json(answer) for answer in answers]},
    }
