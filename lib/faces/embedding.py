"""Where a face becomes a template: who may, and how often it was done."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings

from lib.faces.base import Face, FaceError, FaceFault

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Embed = Callable[[Any, "NDArray[np.uint8]", Face], "NDArray[np.float32]"]

# The web answers people and the workers see everybody's films: neither ever makes a template.
# `migrate` is the operator's own role, for manage.py calibrate_faces.
MAY_EMBED = ("likeness", "migrate")


def may_embed() -> bool:
    """Whether this process may make templates at all."""
    return settings.ROLE in MAY_EMBED


@dataclass(slots=True)
class Embeddings:
    count: int = 0


_watchers: list[Embeddings] = []
_lock = threading.Lock()


@contextmanager
def embeddings() -> Iterator[Embeddings]:
    """Counts every template made in this process meanwhile, by whatever kind and thread; one that
    was refused or failed counts too, for it was tried."""
    made = Embeddings()
    with _lock:
        _watchers.append(made)
    try:
        yield made
    finally:
        with _lock:
            _watchers.remove(made)


def guarded(embed: Embed) -> Embed:
    """Around every kind's `embed`."""

    @functools.wraps(embed)
    def guard(kind: Any, image: NDArray[np.uint8], face: Face) -> NDArray[np.float32]:
        import numpy as np

        with _lock:
            for watcher in _watchers:
                watcher.count += 1
        if not may_embed():
            raise FaceError(FaceFault.WRONG_PROCESS, settings.ROLE)
        vector = np.asarray(embed(kind, image, face), dtype=np.float32)
        if vector.shape != (kind.mark.dims,) or not np.isfinite(vector).all():
            raise FaceError(FaceFault.BAD_EMBEDDING)
        return vector

    return guard
