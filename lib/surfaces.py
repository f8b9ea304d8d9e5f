"""Which surface of moderation judges which field of which model (M1), or why none does.

Each room says so of its own models in `AppConfig.ready()`; a test walks all models, those of other
people's packages too, and fails for a field that could hold text or media and is not in here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import models

SHORTEST_REASON = 12  # characters; a reason is a sentence

# What can hold neither words nor pictures. Everything else must be claimed: deny by default.
WORDLESS = (
    *(models.AutoField, models.IntegerField, models.BooleanField, models.FloatField),
    *(models.DecimalField, models.DateField, models.TimeField, models.DurationField),
    *(models.UUIDField, models.ForeignKey, models.GenericIPAddressField),
)


class When(StrEnum):
    """When something is judged."""

    BEFORE = "before anybody else sees it"
    AT_ONCE = "while whoever wrote it waits"
    AFTER = "after it was sent; nobody but staff ever sees it"


@dataclass(frozen=True, slots=True)
class Claim:
    """`surfaces` are values of moderation's enum; `hears`: who learns of a refusal, and how."""

    model: type[models.Model]
    field: str
    surfaces: tuple[str, ...]
    when: When
    hears: str


@dataclass(frozen=True, slots=True)
class Exempt:
    """Fields that hold no words of people for people; of an abstract model, in all that inherit."""

    model: type[models.Model]
    fields: tuple[str, ...]
    because: str


_claims: dict[tuple[type[models.Model], str], Claim] = {}
_exempt: dict[tuple[type[models.Model], str], Exempt] = {}


def register(*entries: Claim | Exempt) -> None:
    """Raises LookupError for a field that does not exist, ValueError for one that is said twice or
    exempt without a reason."""
    for entry in entries:
        if isinstance(entry, Claim):
            _put(_claims, entry.model, entry.field, entry)
        else:
            if len(entry.because) < SHORTEST_REASON:
                raise ValueError(f"{entry.model.__name__}: an exemption has a reason")
            for field in entry.fields:
                _put(_exempt, entry.model, field, entry)


def claims() -> list[Claim]:
    """By model and field, for the page and the test."""
    return [_claims[key] for key in sorted(_claims, key=_order)]


def exemptions() -> list[tuple[type[models.Model], str, str]]:
    """Model, field and reason, in the same order."""
    return [(*key, _exempt[key].because) for key in sorted(_exempt, key=_order)]


def can_hold_words(field: models.Field) -> bool:  # type: ignore[type-arg]
    """Whether somebody's text or media could stand in it; a closed list of choices cannot."""
    return not isinstance(field, WORDLESS) and not field.choices


def unclaimed(checked: Iterable[type[models.Model]]) -> list[str]:
    """`app.Model.field` of all that nobody claims and no reason exempts."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in checked
        for field in model._meta.concrete_fields
        if can_hold_words(field) and not _is_said_of(model, field.name)
    ]


def _is_said_of(model: type[models.Model], field: str) -> bool:
    return any((base, field) in known for base in model.__mro__ for known in (_claims, _exempt))


def _put(
    into: dict[tuple[type[models.Model], str], Claim]
    | dict[tuple[type[models.Model], str], Exempt],
    model: type[models.Model],
    field: str,
    entry: Claim | Exempt,
) -> None:
    if field not in _names(model):
        raise LookupError(f"{model.__name__} has no field {field}")
    key = (model, field)
    there = _claims.get(key) or _exempt.get(key)
    if there is not None and there != entry:
        raise ValueError(f"{model.__name__}.{field} is said twice")
    into[key] = entry  # type: ignore[assignment]


def _names(model: type[models.Model]) -> Iterator[str]:
    return (field.name for field in model._meta.concrete_fields)


def _order(key: tuple[type[models.Model], str]) -> tuple[str, str]:
    return key[0].__name__, key[1]
