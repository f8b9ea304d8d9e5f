"""Terms as CSV: `term,harmless,source`; only the first column must be there."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from audit.services import record
from lib.actors import Actor
from moderation.csv_cells import bare, guarded
from moderation.detectors.lexicon.terms import Edges
from moderation.detectors.term_banks import Draft, TermRefusal, draft
from moderation.models import TermBank

MOST_BYTES = 32 * 1024 * 1024
MOST_TERMS = 200_000
COLUMNS = ("term", "harmless", "source")
YES = {"1", "yes", "true"}
NO = {"", "0", "no", "false"}


class UnreadableFile(ValueError):
    """No CSV of ours at all; the message says why and quotes nothing."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line, counted from 1; `reason` is a stable code."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says; with any fault, nothing of it is taken."""

    drafts: tuple[tuple[Draft, str], ...]
    faults: tuple[Fault, ...]


def read_lines(text: str, *, edges: Edges) -> Sheet:
    """One term a line, as somebody types them into a form; empty lines are nothing."""
    rows = ((number, line) for number, line in enumerate(text.splitlines(), start=1))
    return _sheet(((n, {"term": line}) for n, line in rows if line.strip()), edges)


def read_csv(data: bytes, *, edges: Edges) -> Sheet:
    """Raises UnreadableFile."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"larger than {MOST_BYTES // 1024 // 1024} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"not UTF-8 at byte {error.start}") from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        named = [name.strip().lower() for name in reader.fieldnames or ()]
        if "term" not in named or set(named) - set(COLUMNS) or len(set(named)) != len(named):
            raise UnreadableFile(f"the first line must name columns of {', '.join(COLUMNS)}")
        reader.fieldnames = named
        return _sheet(_numbered(reader), edges)
    except csv.Error as error:
        raise UnreadableFile(f"line {reader.line_num}: {error}") from None


def write_csv(bank: TermBank, *, actor: Actor) -> Iterator[str]:
    """The whole bank, in the form that `read_csv` takes. Recorded before the first line."""
    record("moderation.terms.exported", actor=actor, target=str(bank.pk), terms=bank.terms.count())
    return _written(bank)


def _written(bank: TermBank) -> Iterator[str]:
    rows = bank.terms.order_by("folded").values_list("text", "harmless", "source")
    yield _line(COLUMNS)
    for text, harmless, source in rows.iterator(chunk_size=5_000):
        yield _line((guarded(text), "yes" if harmless else "", guarded(source)))


def _numbered(reader: "csv.DictReader[str]") -> Iterator[tuple[int, Mapping[str, str]]]:
    for row in reader:
        yield (
            reader.line_num,
            {key: bare(cell) if isinstance(cell, str) else cell for key, cell in row.items()},
        )


def _sheet(rows: Iterable[tuple[int, Mapping[str, str]]], edges: Edges) -> Sheet:
    drafts: list[tuple[Draft, str]] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for count, (line, row) in enumerate(rows):
        if count == MOST_TERMS:
            raise UnreadableFile(f"more than {MOST_TERMS} terms")
        found = _draft(row, edges)
        if isinstance(found, Draft) and found.folded in seen:
            found = TermRefusal.TWICE.value
        if isinstance(found, str):
            faults.append(Fault(line, found))
            continue
        seen.add(found.folded)
        drafts.append((found, row.get("source", "").strip()))
    return Sheet(tuple(drafts), tuple(faults))


def _draft(row: Mapping[str, str], edges: Edges) -> Draft | str:
    if None in row or None in row.values():
        return "wrong_number_of_columns"
    said = row.get("harmless", "").strip().lower()
    if said not in YES | NO:
        return "harmless_is_yes_or_no"
    if len(row.get("source", "")) > 40:
        return "source_too_long"
    found = draft(row["term"], edges=edges, harmless=said in YES)
    return found.value if isinstance(found, TermRefusal) else found


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
