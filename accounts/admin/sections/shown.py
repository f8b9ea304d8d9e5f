"""How a section is shown: facts, tables and notes, drawn by one template."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

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


@dataclass(frozen=True, slots=True)
class Shown:
    """`facts`: pairs of a label and its value."""

    facts: tuple[tuple[str, Cell], ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


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
