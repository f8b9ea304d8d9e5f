"""Which rows of a file are measured."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def sampled(rows: Sequence[T], *, limit: int | None, seed: int) -> list[T]:
    """At most `limit` of them, by chance, in their old order."""
    if limit is None or limit >= len(rows):
        return list(rows)
    chosen = random.Random(seed).sample(range(len(rows)), limit)  # noqa: S311 - no secret
    return [rows[at] for at in sorted(chosen)]
