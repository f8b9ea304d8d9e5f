"""The universal hook: every pipeline calls its transformer, and nothing else is sure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def before_each(modules: Iterable[Any], do: Callable[[], None]) -> Iterator[None]:
    """`do` runs before each forward pass; what it raises ends the pipeline's call."""
    handles = [module.register_forward_pre_hook(lambda *_: do()) for module in modules]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()
