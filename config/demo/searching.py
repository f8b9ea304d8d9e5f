"""Whether something still stands in a database: every column of every table, opened where it is
sealed."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models


def tables() -> list[type[models.Model]]:
    """Of ours and of other people's packages."""
    return list(apps.get_models(include_auto_created=True))


def found_in_tables(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """`app.Model` and word in lower case, for every row in which one of them stands; case does not
    matter. Needs the rights of whoever owns the tables."""
    wanted = [word.lower() for word in words]
    for model in tables():
        for row in model._base_manager.values().iterator():
            text = _text(row)
            yield from ((model._meta.label, word) for word in wanted if word in text)


def _text(row: dict[str, Any]) -> str:
    return " ".join(
        value.hex() if isinstance(value, bytes | memoryview) else str(value)
        for value in row.values()
    ).lower()
