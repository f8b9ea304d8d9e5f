"""What a person's own archive holds of each table, or why it holds nothing of it (A9).

Each room says so of its own models in `AppConfig.ready()`, config of those of lib and of other
people's packages; a test walks the schema, and fails for a model that names somebody by its rule in
`lib.retention` and is neither walked nor left out for a reason. A walker reads as the person whom
it is for: it shows what `/api/v1` shows them and, of other people, no more than that.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from lib.retention import Fate, names_person, rule_of

SHORTEST_REASON = 12  # characters; a reason is a sentence
CHUNK = 500  # rows of one fetch: however many somebody has, memory holds these

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An object that goes into the archive under `path` as it lies in the store."""

    path: str
    storage_key: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Walker:
    """Of one table: `records` gives JSON objects, in a steady order, to the person that it gets.

    `also`: tables of which these objects tell too. `files`: objects of the store that belong to
    them. `taken_back`: of paths that `files` gave once, whether one is by now withheld from the
    person by somebody else; that they deleted one themself takes nothing back.
    """

    model: type[models.Model]
    about: str
    records: Callable[[Any], Iterable[Record]]
    also: tuple[type[models.Model], ...] = ()
    files: Callable[[Any], Iterable[StoredFile]] | None = None
    taken_back: Callable[[Any, list[str]], bool] | None = None

    @property
    def name(self) -> str:
        """As the archive calls it: `room/Model`."""
        return f"{self.model._meta.app_label}/{self.model.__name__}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Tables of which no archive holds anything; of an abstract one, all that inherit it and are
    not walked."""

    models: tuple[type[models.Model], ...]
    because: str


_walkers: dict[type[models.Model], Walker] = {}
_told: dict[type[models.Model], Walker] = {}
_left_out: dict[type[models.Model], LeftOut] = {}


def register(*entries: Walker | LeftOut) -> None:
    """Raises ValueError for a model that is said twice, or without a reason."""
    for entry in entries:
        if isinstance(entry, Walker):
            _say(entry.about)
            _put(_walkers, entry.model, entry)
            for model in entry.also:
                _put(_told, model, entry)
        else:
            _say(entry.because)
            for model in entry.models:
                _put(_left_out, model, entry)


def walkers() -> list[Walker]:
    """By room and model."""
    return sorted(_walkers.values(), key=lambda walker: walker.model._meta.label)


def omissions() -> list[tuple[type[models.Model], str]]:
    """Models and why nothing of them is in an archive, by room and name."""
    rows = [(model, entry.because) for model, entry in _left_out.items()]
    return sorted(rows, key=lambda row: row[0].__name__)


def unanswered(checked: Iterable[type[models.Model]]) -> list[str]:
    """`app.Model` of all that speak of somebody, and of which nobody said what an archive has."""
    return [
        model._meta.label for model in checked if _speaks_of_somebody(model) and not _is_said(model)
    ]


def table(
    rows: Callable[[Any], "models.QuerySet[Any]"],
    *columns: str,
    **made: Callable[[Any], Any],
) -> Callable[[Any], Iterator[Record]]:
    """`records` of the plain kind: these columns of these rows, and what is made of each row."""

    def records(person: Any) -> Iterator[Record]:
        for row in rows(person).iterator(chunk_size=CHUNK):
            shown = {name: getattr(row, name) for name in columns}
            yield shown | {name: make(row) for name, make in made.items()}

    return records


def files_of(person: Any) -> Iterator[StoredFile]:
    """All objects that this person may have in an archive now."""
    for walker in walkers():
        if walker.files is not None:
            yield from walker.files(person)


def is_taken_back(person: Any, paths: list[str]) -> bool:
    """Whether the person may not have one of these any more, for which no walker answers either."""
    asked = [walker.taken_back for walker in walkers() if walker.taken_back is not None]
    return bool(paths) and (not asked or any(ask(person, paths) for ask in asked))


def _speaks_of_somebody(model: type[models.Model]) -> bool:
    rule = rule_of(model)
    if rule is not None and rule.fate != Fate.NOBODYS:
        return True
    return any(names_person(field) for field in model._meta.concrete_fields)


def _is_said(model: type[models.Model]) -> bool:
    return any(model_ in said for model_ in model.__mro__ for said in (_walkers, _told, _left_out))


def _say(reason: str) -> None:
    if len(reason) < SHORTEST_REASON:
        raise ValueError("what is walked or left out has a sentence")


def _put(into: dict[type[models.Model], Any], model: type[models.Model], entry: Any) -> None:
    there = _walkers.get(model) or _told.get(model) or _left_out.get(model)
    if there is not None and there != entry:
        raise ValueError(f"{model.__name__} is said twice")
    into[model] = entry
