"""What a request asks: the moderations protocol's body, held to our limits."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moderation.categories import TEXT, Surface

MOST_INPUTS = 32
MOST_CHARACTERS = 8_000  # of one input
MOST_BYTES = 512 * 1024  # of a body: 32 times 8,000 characters of mostly one or two bytes
MODEL = "zoetrope-text-1"


class Refused(Exception):
    """A request that gets no answer, in the protocol's error shape."""

    def __init__(
        self, message: str, *, status: int = 400, param: str | None = None, code: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.param = param
        self.code = code


@dataclass(frozen=True, slots=True)
class Asked:
    texts: tuple[str, ...]
    surfaces: tuple[Surface, ...]
    model: str


def parse(body: bytes) -> Asked:
    """Raises Refused. Without surfaces each text counts as a prompt, the strictest to us."""
    raw = _object(body)
    texts = _texts(raw)
    model = raw.get("model") or MODEL
    if not isinstance(model, str):
        raise Refused("'model' must be a string.", param="model")
    return Asked(texts, _surfaces(raw.get("zoetrope"), len(texts)), model)


def _object(body: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused("The body is not valid JSON.", code="invalid_json") from None
    if not isinstance(raw, dict):
        raise Refused("The body must be a JSON object.")
    return raw


def _texts(raw: Mapping[str, Any]) -> tuple[str, ...]:
    if "input" not in raw:
        raise Refused("'input' is missing.", param="input", code="missing_required_parameter")
    given = raw["input"]
    items = [given] if isinstance(given, str) else given
    if not isinstance(items, list) or not items:
        raise Refused("'input' must be a string or a list that is not empty.", param="input")
    if len(items) > MOST_INPUTS:
        raise Refused(f"'input' has more than {MOST_INPUTS} items.", param="input")
    texts = tuple(_text(item, number) for number, item in enumerate(items))
    if len({type(item) for item in items}) > 1:
        raise Refused("'input' mixes strings and objects.", param="input")
    return texts


def _text(item: Any, number: int) -> str:
    """A string, or {"type": "text", "text": …}. Images are no matter of this service."""
    param = f"input[{number}]"
    if isinstance(item, dict):
        if item.get("type") != "text":
            raise Refused("Only items of type 'text' are read here.", param=param)
        item = item.get("text")
    if not isinstance(item, str):
        raise Refused("An item must be text.", param=param)
    if len(item) > MOST_CHARACTERS:
        raise Refused(f"Longer than {MOST_CHARACTERS} characters.", param=param, code="too_long")
    return item.encode("utf-8", "replace").decode()  # lone surrogates fit into no tokenizer


def _surfaces(extension: Any, count: int) -> tuple[Surface, ...]:
    if extension is None:
        return (Surface.PROMPT,) * count
    named = extension.get("surfaces") if isinstance(extension, dict) else None
    if not isinstance(named, list) or len(named) != count:
        raise Refused("One surface for each input.", param="zoetrope.surfaces")
    known = {surface.value: surface for surface in TEXT}
    if any(not isinstance(name, str) or name not in known for name in named):
        raise Refused("A surface that carries no text.", param="zoetrope.surfaces")
    return tuple(known[name] for name in named)
