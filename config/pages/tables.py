"""Markdown for generated pages."""

from collections.abc import Iterable

NOTE = "<!-- Written by `make docs`; a test fails when it is out of date. -->"
Row = tuple[str, ...]


def page(title: str, lead: str, head: Row, rows: Iterable[Row]) -> str:
    """A page with one table."""
    return "\n".join([f"# {title}", "", NOTE, "", lead, "", table(head, rows)])


def table(head: Row, rows: Iterable[Row]) -> str:
    """A table, ending in a line break."""
    return "\n".join(map(_line, [head, tuple("---" for _ in head), *rows])) + "\n"


def _line(cells: Row) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
