"""Banks as CSV: hash, kind, quality, max_distance, source, note; a header line first."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from moderation.csv_cells import bare, guarded
from moderation.detectors.hashes import MAX_DISTANCE
from moderation.models import HashBank, HashKind
from moderation.services.bank_proposals import propose
from moderation.services.banks import acting

COLUMNS = ("hash", "kind", "quality", "max_distance", "source", "note")
MOST_LINES = 20_000
MOST_TOLD = 50


class BadLines(Exception):
    """`lines`: (number in the file, what is wrong), at most fifty of them. Nothing was changed."""

    def __init__(self, lines: list[tuple[int, str]]) -> None:
        super().__init__(f"{len(lines)} bad lines")
        self.lines = lines[:MOST_TOLD]


@dataclass(frozen=True, slots=True)
class Imported:
    """`meets`: the sum of what the lines' dry runs foresaw."""

    lines: int
    meets: int


class _DryRun(Exception):
    """Everything is rolled back."""


def export_bank(*, bank: HashBank, by: User | Actor) -> str:
    """All entries. What a spreadsheet would take for a formula is made text."""
    actor = acting(by)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    count = 0
    for entry in bank.entries.order_by("pk").iterator():
        writer.writerow([_cell(getattr(entry, column)) for column in COLUMNS])
        count += 1
    record("moderation.bank.exported", actor=actor, target=str(bank.pk), entries=count)
    return out.getvalue()


def import_bank(
    *, bank: HashBank, text: bytes, by: User | Actor, dry_run: bool = False
) -> Imported:
    """Propose every line, or, where one is bad, none. Raises BadLines, DomainError."""
    actor = acting(by)
    rows = list(_rows(text))
    faults: list[tuple[int, str]] = []
    meets = 0
    try:
        with transaction.atomic():
            for number, row in rows:
                try:
                    meets += propose(bank=bank, by=by, **_fields(row)).foreseen
                except DomainError as error:
                    faults.append((number, error.detail))
            if faults or dry_run:
                raise _DryRun
            record("moderation.bank.imported", actor=actor, target=str(bank.pk), entries=len(rows))
    except _DryRun:
        if faults:
            raise BadLines(faults) from None
    return Imported(len(rows), meets)


def _rows(text: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        reader = csv.DictReader(io.StringIO(text.decode("utf-8-sig")), strict=True)
        names = tuple(reader.fieldnames or ())
        if not {"hash", "kind"} <= set(names) <= set(COLUMNS):
            raise DomainError(
                ErrorCode.INVALID, f"The first line names columns out of: {', '.join(COLUMNS)}."
            )
        for count, row in enumerate(reader):
            if count >= MOST_LINES:
                raise DomainError(ErrorCode.TOO_LARGE, f"More than {MOST_LINES} lines.")
            yield reader.line_num, {name: bare((row.get(name) or "").strip()) for name in names}
    except (UnicodeDecodeError, csv.Error):
        raise DomainError(ErrorCode.MALFORMED, "This is no CSV in UTF-8.") from None


def _fields(row: dict[str, str]) -> dict[str, Any]:
    """Raises DomainError; a line is never repeated in what is told."""
    try:
        kind = HashKind(row["kind"].lower())
        quality = int(row["quality"]) if row.get("quality") else None
        within = int(row["max_distance"]) if row.get("max_distance") else MAX_DISTANCE
    except ValueError:
        raise DomainError(ErrorCode.INVALID, "Kind, quality or distance is none.") from None
    if not 0 <= within <= MAX_DISTANCE:
        raise DomainError(ErrorCode.INVALID, f"A distance lies between 0 and {MAX_DISTANCE}.")
    source, note = row.get("source") or "csv", row.get("note", "")
    if len(source) > 40 or len(note) > 200:
        raise DomainError(ErrorCode.MAX_LENGTH, "Source or note is too long.")
    return {
        "kind": kind, "hash_hex": row["hash"].lower(), "quality": quality,
        "max_distance": within, "source": source, "note": note,
    }  # fmt: skip


def _cell(value: object) -> str:
    return "" if value is None else guarded(str(value))
