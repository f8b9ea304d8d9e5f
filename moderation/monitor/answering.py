"""From whatever came back to an opinion, or to BrokenAnswer. Nothing of it is trusted."""

import hmac
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from moderation.answers import BrokenAnswer
from moderation.categories import Category
from moderation.monitor.asking import SCHEMA
from moderation.monitor.lineage import Part, Question

MOST_CONTENT = 64 * 1024  # characters; a whole answer has about 1,500
VALID = Draft202012Validator(SCHEMA)


@dataclass(frozen=True, slots=True)
class Found:
    """What it says of a category. `start`, `end` lie within the only text of that part."""

    score: float
    reason: str
    part: Part | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """`version`: the model and the policy that it read. `drift`: see `asking.RULES`."""

    version: str
    found: Mapping[Category, Found]
    depicts_minor: bool
    drift: float


def opinion_in(body: bytes, *, nonce: str, question: Question, version: str) -> Opinion:
    """Raises BrokenAnswer: no JSON, another shape, a missing category, a wrong nonce, a score that
    is none, an answer that was cut or refused."""
    raw = _object(_content(body))
    try:
        valid = VALID.is_valid(raw)
    except RecursionError:
        valid = False
    if not valid:
        raise BrokenAnswer("schema")
    if not hmac.compare_digest(raw["nonce"].encode(), nonce.encode()):
        raise BrokenAnswer("nonce")
    return Opinion(
        version=version,
        found={
            category: _found(raw["categories"][category.value], question) for category in Category
        },
        depicts_minor=raw["depicts_minor"],
        drift=_share(raw["drift"]),
    )


def _content(body: bytes) -> str:
    """The message of the first choice, if it came to its end."""
    try:
        choice = json.loads(body)["choices"][0]
        content, reason = choice["message"]["content"], choice.get("finish_reason", "stop")
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        raise BrokenAnswer("envelope") from None
    if not isinstance(content, str) or len(content) > MOST_CONTENT or reason not in ("stop", None):
        raise BrokenAnswer("message")
    return content


def _object(content: str) -> Any:
    """Servers without schemas like to fence what they say: only a fence around all is taken off."""
    text = content.strip()
    if text.startswith("```") and text.endswith("```"):
        text = text[3:-3].removeprefix("json")
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BrokenAnswer("JSON") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name that stands twice could be read as either."""
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("twice")
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _found(raw: Mapping[str, Any], question: Question) -> Found:
    part = Part(raw["part"]) if raw["part"] else None
    if part not in {kind for kind, _ in question.parts()}:
        part = None  # a kind of words that it was not shown
    start, end = _place(raw["start"], raw["end"], part, question)
    return Found(_share(raw["score"]), raw["reason"], part, start, end)


def _share(value: float) -> float:
    """Raises BrokenAnswer for what does not lie within 0 and 1; 1e999 reads as infinite."""
    if isinstance(value, bool) or not math.isfinite(value) or not 0 <= value <= 1:
        raise BrokenAnswer("score")
    return float(value)


def _place(
    start: int | None, end: int | None, part: Part | None, question: Question
) -> tuple[int | None, int | None]:
    """Models count badly: a place that cannot be is left out, and the score stands."""
    texts = [text for kind, text in question.parts() if kind == part]
    if len(texts) != 1 or start is None or end is None:
        return None, None
    start, end = int(start), int(end)  # JSON schema takes 3.0 for an integer
    return (start, end) if 0 <= start < end <= len(texts[0]) else (None, None)
