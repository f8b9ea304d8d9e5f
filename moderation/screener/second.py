"""A second opinion beside the screener: any server that speaks the OpenAI moderations API."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from moderation.answers import Answer, BrokenAnswer
from moderation.screener.foreign import foreign_answer

DETECTOR = "second-opinion"


@dataclass(frozen=True, slots=True)
class Server:
    """Where such a server is, and the key it wants, if any."""

    url: str
    key: str = ""

    @property
    def address(self) -> str:
        return self.url.rstrip("/").removesuffix("/v1") + "/v1/moderations"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


def is_configured() -> bool:
    """Whether there is one; what is configured must answer."""
    return bool(settings.MODERATIONS_URL)


def server() -> Server:
    return Server(settings.MODERATIONS_URL, settings.MODERATIONS_KEY)


def question(content: Sequence[Any]) -> dict[str, Any]:
    """The protocol's own body: no member of ours, nothing of who asks."""
    model = {"model": settings.MODERATIONS_MODEL} if settings.MODERATIONS_MODEL else {}
    return {"input": list(content), **model}


def answers(result: Any, model: Any) -> list[Answer]:
    """What it found, and no more: nothing counts as assessed by it, so that it never makes up for
    a detector of ours that failed. Members by which our own screener says more are not believed."""
    if not isinstance(result, dict):
        raise BrokenAnswer("result")
    return [replace(foreign_answer(result, model), detector=DETECTOR, coverage={})]
