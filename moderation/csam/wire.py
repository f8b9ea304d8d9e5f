"""What is asked and what counts as an answer. Half an answer is none (law 1)."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

PROTOCOL = 1
LONGEST = 64  # characters of a name; rows hold no more


class BadAnswer(ValueError):
    """No answer, half of one, or one that makes no sense. The message holds nothing of it."""


@dataclass(frozen=True, slots=True)
class Item:
    """A whole file, known by its hashes, or a picture, with its bytes (JPEG) and its PDQ hash."""

    hashes: Mapping[str, str]
    image: bytes | None = None
    at_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """`exchange` and `entry` where it is known; `score` of the classifier, None of a mere file."""

    known: bool
    score: float | None
    exchange: str = ""
    entry: str = ""


def question(items: Sequence[Item]) -> dict[str, Any]:
    """The body of a request; ids are places in it."""
    return {
        "version": PROTOCOL,
        "items": [_asked(number, item) for number, item in enumerate(items)],
    }


def understood(body: bytes, items: Sequence[Item]) -> tuple[str, list[Found]]:
    """The service's own name and version, and what it says of each item. Raises BadAnswer."""
    try:
        answer = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadAnswer("no JSON") from None
    if not isinstance(answer, dict) or answer.get("version") != PROTOCOL:
        raise BadAnswer("version")
    told = answer.get("items")
    if not isinstance(told, list) or len(told) != len(items):
        raise BadAnswer("items")
    by_id = {one.get("id"): one for one in told if isinstance(one, dict)}
    if set(by_id) != {str(number) for number in range(len(items))}:
        raise BadAnswer("ids")
    found = [_found(by_id[str(number)], item) for number, item in enumerate(items)]
    return _name(answer.get("service")), found


def _asked(number: int, item: Item) -> dict[str, Any]:
    asked: dict[str, Any] = {"id": str(number), "hashes": dict(item.hashes)}
    if item.image is None:
        return asked | {"kind": "file"}
    return asked | {"kind": "image", "image": base64.b64encode(item.image).decode()}


def _found(told: dict[str, Any], item: Item) -> Found:
    score = _score(told.get("score"), demanded=item.image is not None)
    match = told.get("match")
    if match == "none":
        return Found(False, score)
    if match != "known":
        raise BadAnswer("match")
    return Found(True, score, _name(told.get("exchange")), _name(told.get("entry")))


def _score(value: object, *, demanded: bool) -> float | None:
    if value is None and not demanded:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadAnswer("score")
    if not math.isfinite(value) or not 0 <= value <= 1:
        raise BadAnswer("score")
    return float(value)


def _name(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST or not value.isprintable():
        raise BadAnswer("name")
    return value


def _no_constant(_: str) -> NoReturn:
    raise BadAnswer("no number")
