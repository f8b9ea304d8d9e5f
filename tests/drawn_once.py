"""Stills of the same film are drawn once in a run: most engines of tests give back one film."""

import hashlib
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any


def drawn_once(draw: Callable[..., Any]) -> Callable[..., Any]:
    """`draw(film, into=…)` itself for a film or a shape that is new, a copy of its file else."""
    known: dict[tuple[object, ...], tuple[bytes, Any]] = {}

    @wraps(draw)
    def drawing(film: Path, *, into: Path, **shape: Any) -> Any:
        key = (hashlib.sha256(film.read_bytes()).digest(), *sorted(shape.items()))
        if key not in known:
            answer = draw(film, into=into, **shape)
            known[key] = (into.read_bytes(), answer)
        file, answer = known[key]
        into.write_bytes(file)
        return answer

    return drawing
