"""How long each table keeps what it holds of a person, and what ends it (O4).

Each room says so of its own models in `AppConfig.ready()`, config of those of lib and of other
people's packages; a test walks the schema, and fails for a model without a rule and for a field
that names a person and stands in none. The rules are the page docs/retention.md, and the clock
deletes by them what no other job does (`sweep`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import structlog
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

log = structlog.get_logger(__name__)

SHORTEST_REASON = 12  # characters; a reason is a sentence
BATCH = 500  # ours: rows of one transaction, so that no table is locked for long

# A label of somebody (`usr_…`) in a column of characters.
ACTOR = re.compile(r"(^|_)(actor|by|who)(_id)?$")
# What other columns of UUIDs point at. Everything else is a person: deny by default.
THINGS = frozenset(
    {
        *("about", "app_transaction_id", "assessment_id", "batch", "cameo_id", "cursor"),
        "device_id",
        *("enrolment_id", "entry_id", "film_id", "finding_id", "grant_id", "link_id"),
        *("near_cameo_id", "nonce", "notification_id", "post_id", "proposal_id"),
        *("recording_id", "reference_id", "refused_id", "release_id", "report_id"),
        *("revision", "revocation_id", "run", "scan_id", "stamp", "status_id"),
        *("strike_id", "subject_id", "upto"),
    }
)


class Fate(StrEnum):
    """What becomes of a row when the account of the person of whom it speaks is deleted."""

    ERASED = "erased"
    COMMITMENT = "commitment only"
    KEPT = "kept"
    NOBODYS = "nobody's"


@dataclass(frozen=True, slots=True)
class Sweep:
    """Rows are deleted once the time in `field` lies as long ago as the rule's `at_most`."""

    field: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Of one model; of an abstract one, of all that inherit it and have no rule of their own.

    `people`: lookups that lead to the id of a person. `by`: the dotted name of what erases when an
    account is deleted. `at_most`: the longest that a row lasts whoever it speaks of, and `job` the
    scheduled task that ends it then. `basis`: the law or interest for which it outlives an account.
    """

    model: type[models.Model]
    fate: Fate
    why: str
    people: tuple[str, ...] = ()
    by: str = ""
    at_most: timedelta | None = None
    job: str = ""
    basis: str = ""
    sweep: Sweep | None = None

    def problems(self) -> Iterator[str]:
        """What does not fit together."""
        if len(self.why) < SHORTEST_REASON:
            yield "a rule has a reason"
        if (self.fate == Fate.NOBODYS) != (not self.people):
            yield "nobody's names nobody, and every other class names somebody"
        if self.fate == Fate.ERASED and not self.by:
            yield "something erases it"
        if (self.at_most is None) != (not self.job):
            yield "an end has a job, and a job an end"
        if (self.fate == Fate.KEPT) != bool(self.basis) or (
            self.fate == Fate.KEPT and self.at_most is None
        ):
            yield "whatever is kept has a basis and an end, and nothing else has a basis"
        if self.sweep is not None and self.job != SWEEPER:
            yield "the common job sweeps it"


SWEEPER = "forget_past_their_time"
_rules: dict[type[models.Model], Rule] = {}


def register(*rules: Rule) -> None:
    """Raises LookupError for a field that does not exist, ValueError for a rule that makes no
    sense or a model that has another one."""
    for rule in rules:
        label = rule.model.__name__
        if problem := next(rule.problems(), None):
            raise ValueError(f"{label}: {problem}")
        for path in (*rule.people, *([rule.sweep.field] if rule.sweep else [])):
            if not _exists(rule.model, path):
                raise LookupError(f"{label} has no field {path}")
        if _rules.setdefault(rule.model, rule) != rule:
            raise ValueError(f"{label} has two rules")


def rule_of(model: type[models.Model]) -> Rule | None:
    """Its own, or that of the nearest model that it inherits."""
    return next((_rules[base] for base in model.__mro__ if base in _rules), None)


def listing() -> list[Rule]:
    """By room and model, for the page."""
    return sorted(_rules.values(), key=lambda rule: rule.model._meta.label)


def unclassified(checked: Iterable[type[models.Model]]) -> list[str]:
    """`app.Model` of all without a rule."""
    return [model._meta.label for model in checked if rule_of(model) is None]


def unnamed(checked: Iterable[type[models.Model]]) -> list[str]:
    """`app.Model.field` of all that can name a person and stand in no rule."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in checked
        if (rule := rule_of(model)) is not None
        for field in model._meta.concrete_fields
        if names_person(field) and field.name not in {path.split("__")[0] for path in rule.people}
    ]


def names_person(field: "models.Field") -> bool:  # type: ignore[type-arg]
    """Whether the id or label of a person could stand in it. A key named `id` is the row's own."""
    if field.related_model is not None:
        return field.related_model is get_user_model()
    if isinstance(field, models.UUIDField):
        return field.name != "id" and field.name not in THINGS
    return (
        isinstance(field, models.CharField) and not field.choices and bool(ACTOR.search(field.name))
    )


def sweep_all() -> int:
    """Delete what is past its time where no other job does. Returns how many rows.

    One table that cannot be swept keeps no other from it.
    """
    gone = 0
    for rule in listing():
        if rule.sweep is not None and rule.at_most is not None:
            try:
                gone += _sweep(rule.model, rule.sweep, rule.at_most)
            except Exception as error:  # noqa: BLE001 - see above
                log.error("sweep_failed", of=rule.model.__name__, error=type(error).__name__)
    return gone


def _sweep(model: type[models.Model], sweep: Sweep, at_most: timedelta) -> int:
    past = model._default_manager.filter(
        Q((f"{sweep.field}__lt", timezone.now() - at_most))
    ).order_by(sweep.field)
    gone = 0
    while keys := list(past.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            gone += past.filter(pk__in=keys).delete()[0]
    return gone


def _exists(model: type[models.Model], path: str) -> bool:
    first, _, rest = path.partition("__")
    try:
        field = model._meta.get_field(first)
    except FieldDoesNotExist:
        return False
    related = field.related_model
    if not rest:
        return True
    return isinstance(related, type) and _exists(related, rest)
