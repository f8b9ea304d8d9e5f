"""Statements as JSON lines and as CSV. Each is checked before it is written."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import TextChoices
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from enforcement.dsa.statements import Statement


class Form(TextChoices):
    """How a file holds them."""

    JSONL = "jsonl", "JSON lines"
    CSV = "csv", "CSV"


MIME = {Form.JSONL: "application/x-ndjson", Form.CSV: "text/csv"}


@cache
def schema() -> dict[str, Any]:
    """Ours, of what the database takes."""
    read: dict[str, Any] = json.loads((Path(__file__).parent / "schema.json").read_text())
    return read


@cache
def _validator() -> Any:
    return Draft202012Validator(schema(), format_checker=FormatChecker())


def lines(found: Iterable[Statement], form: Form) -> Iterator[str]:
    """Of a file. Arrays in a cell of CSV are JSON. Raises jsonschema's ValidationError for a
    statement that the database would refuse: nothing is left out in silence."""
    columns = list(schema()["properties"])
    if form is Form.CSV:
        yield _row(columns)
    for one in found:
        _validator().validate(one)
        if form is Form.JSONL:
            yield json.dumps(one, ensure_ascii=False) + "\n"
        else:
            yield _row([_cell(one.get(column, "")) for column in columns])


def _cell(value: str | list[str]) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _row(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()
