"""How a section is shown: facts, tables and notes, drawn by one template."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.models import User

Cell = object  # text, a number, or a Link


@dataclass(frozen=True, slots=True)
class Link:
    """A word that leads to a page of the admin."""

    text: str
    href: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as long as `columns`; `more`: what is not shown of it, in words."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: str = ""
    empty: str = "None."

    @property
    def drawn(self) -> SafeString:
        """Its rows as HTML: some tables have thousands of cells, which a template draws slowly."""
        rows = ((format_html_join("", "<td>{}</td>", map(_drawn, row)),) for row in self.rows)
        return format_html_join("\n", "<tr>{}</tr>", rows)


@dataclass(frozen=True, slots=True)
class Shown:
    """`facts`: pairs of a label and its value."""

    facts: tuple[tuple[str, Cell], ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def drawn_facts(self) -> list[tuple[str, SafeString]]:
        """The same of each fact's value."""
        return [(label, *_drawn(value)) for label, value in self.facts]


def _drawn(cell: Cell) -> tuple[SafeString]:
    """HTML, as a template writes it, in a tuple of its own."""
    if isinstance(cell, Link):
        return (format_html('<a href="{}">{}</a>', cell.href, cell.text),)
    return (conditional_escape(cell if isinstance(cell, str) else str(localize(cell))),)


def when(at: datetime | None) -> str:
    """To the second, in UTC; a dash for never."""
    return f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else "-"


def person_link(person: User) -> Link:
    """To somebody's page."""
    href = reverse("admin:accounts_user_change", args=[person.public_id])
    handle = f" ({person.handle})" if person.handle else ""
    return Link(f"{person.public_id}{handle}", href)


def more_than(shown: int, number: int) -> str:
    """That there are more than are shown."""
    return f"{number - shown} more are not shown." if number > shown else ""
