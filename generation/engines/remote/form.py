"""What is sent, in the form that each of the servers takes.

OpenAI's SDK and vLLM-Omni send forms; SGLang reads JSON, and a form only where a picture comes
with it, with further fields as JSON in one of its fields (its video_api.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generation.engines.base import FPS, EngineError, RenderRequest
from generation.engines.remote.place import FIRST_FRAME, Dialect, Place, Value
from generation.engines.words import leaving

Content = Mapping[str, Any]
PNG = "image/png"


def content_of(request: RenderRequest, place: Place) -> Content:
    """Arguments of an httpx request. Raises EngineError `reference_unreadable`."""
    plain: dict[str, Value] = {
        "prompt": leaving(request.prompt, request.references),
        "size": place.sizes[request.size],
        "seconds": str(place.seconds[request.seconds]),
    }
    if place.model:
        plain["model"] = place.model
    more = _more(request, place)
    pictures = _pictures(request, place)
    if place.dialect == Dialect.SGLANG:
        return _sglang(plain, more, pictures)
    # Each part without a file is still a part: the SDK's requests are forms as well.
    parts = [(key, (None, _spelt(value))) for key, value in {**plain, **more}.items()]
    return {"files": [*parts, *pictures]}


def _more(request: RenderRequest, place: Place) -> dict[str, Value]:
    known: dict[str, Value] = {}
    if place.dialect != Dialect.OPENAI:
        known = {"seed": request.seed, "fps": FPS}
    return {**known, **place.fields}


def _sglang(
    plain: dict[str, Value], more: dict[str, Value], pictures: list[tuple[str, Any]]
) -> Content:
    plain["seconds"] = int(plain["seconds"])
    if not pictures:
        return {"json": {**plain, **more}}
    parts = [(key, (None, _spelt(value))) for key, value in plain.items()]
    return {"files": [*parts, ("extra_body", (None, json.dumps(more))), *pictures]}


def _pictures(request: RenderRequest, place: Place) -> list[tuple[str, Any]]:
    """The first frame, and the best picture of each person; named by their number alone."""
    paths = [(FIRST_FRAME, request.first_frame)] if request.first_frame else []
    paths += [(place.reference_field, one.pictures[0]) for one in request.references]
    return [
        (name, (f"{number}.png", _bytes(path), PNG))
        for number, (name, path) in enumerate(paths, start=1)
    ]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EngineError("reference_unreadable", permanent=False) from error


def _spelt(value: Value) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)
