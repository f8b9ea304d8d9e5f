"""What happened to one person, out of several tables in one order: newest first, page by page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from accounts.admin.timeline_sources import (
    ages,
    appeals,
    audited,
    decisions,
    ends,
    looks,
    standings,
)
from accounts.models import Right, User

PAGE = 50
Cursor = tuple[datetime, int, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened. `key` orders lines of the same moment, and pages by it."""

    at: datetime
    kind: str
    what: str
    said: str
    actor: str
    key: tuple[datetime, int, Any]

    @property
    def cursor(self) -> str:
        """Where the next page begins, after this line."""
        at, rank, pk = self.key
        return f"{at.isoformat()}|{rank}|{pk}"


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of one table. `rows(person, viewer)`; `told(row)`: what, what exactly, by whom."""

    kind: str
    label: str
    rows: Callable[[User, User], QuerySet[Any]]
    told: Callable[[Any], tuple[str, str, str]]
    right: str = ""


SOURCES = (
    Source("audit", "Audit", audited.rows, audited.told),
    Source("standing", "Standing", standings.rows, standings.told),
    Source("age", "Age signal", ages.rows, ages.told, Right.SEE_AGE),
    Source("age", "Age signal", ends.rows, ends.told, Right.SEE_AGE),
    Source("appeal", "Appeal about the age", appeals.rows, appeals.told, Right.SEE_AGE),
    Source("decision", "Second approval", decisions.rows, decisions.told, Right.SEE_DECISIONS),
    Source("look", "Looked at by staff", looks.rows, looks.told, Right.SEE_LOOKS),
)
UNASKED = {"look"}  # only shown when chosen: else one's own looks would bury all else


@dataclass(frozen=True, slots=True)
class Asked:
    """What to show. Days are counted in UTC, both included; `after`: a cursor."""

    kind: str = ""
    since: date | None = None
    until: date | None = None
    after: str = ""


def kinds_for(viewer: User) -> list[tuple[str, str]]:
    """What this member of staff can choose."""
    return list(dict.fromkeys((one.kind, one.label) for one in _sources(viewer)))


def timeline_of(
    person: User, *, viewer: User, asked: Asked | None = None, size: int = PAGE
) -> tuple[list[Line], str]:
    """One page, and the cursor of the next, empty where there is none. One statement for each
    source that is shown, however long the history is."""
    asked = asked or Asked()
    after, mine = _read(asked.after), _sources(viewer)
    lines = [
        _lines(rank, source, _narrowed(source.rows(person, viewer), rank, asked, after)[: size + 1])
        for rank, source in enumerate(SOURCES)
        if source in mine and _chosen(source, asked.kind)
    ]
    # Keys of one rank are of one type: no two ranks ever compare theirs.
    found = list(islice(merge(*lines, key=lambda line: line.key, reverse=True), size + 1))
    return found[:size], found[size - 1].cursor if len(found) > size else ""


def _sources(viewer: User) -> list[Source]:
    return [one for one in SOURCES if not one.right or viewer.has_perm(one.right)]


def _chosen(source: Source, kind: str) -> bool:
    return source.kind == kind if kind else source.kind not in UNASKED


def _narrowed(rows: QuerySet[Any], rank: int, asked: Asked, after: Cursor | None) -> QuerySet[Any]:
    if asked.since:
        rows = rows.filter(at__gte=_midnight(asked.since))
    if asked.until:
        rows = rows.filter(at__lt=_midnight(asked.until) + timedelta(days=1))
    if after:
        rows = rows.filter(_before(rows.model, rank, after))
    return rows.order_by("-at", "-pk")


def _before(model: type[Model], rank: int, after: Cursor) -> Q:
    at, last, key = after
    if rank > last:
        return Q(at__lt=at)
    if rank < last:
        return Q(at__lte=at)
    try:
        return Q(at__lt=at) | Q(at=at, pk__lt=model._meta.pk.to_python(key))
    except ValidationError:  # somebody wrote the address by hand
        return Q(at__lt=at)


def _lines(rank: int, source: Source, rows: QuerySet[Any]) -> Iterator[Line]:
    for row in rows:
        what, said, actor = source.told(row)
        yield Line(row.at, source.label, what, said, actor, (row.at, rank, row.pk))


def _read(cursor: str) -> Cursor | None:
    at, _bar, rest = cursor.partition("|")
    rank, _bar, key = rest.partition("|")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(rank), key) if moment.tzinfo else None
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
