"""Life cycles as tables: edges checked at import, transitions as compare-and-swap with a row each.

A model that has a life cycle inherits `Stateful`, names its `StateGraph` and its append-only
`Transition` table, and changes state through `advance` alone (a test greps for anything else).
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction
from django.utils import timezone

from lib.actors import Actor
from lib.append_only import AppendOnly
from lib.errors import StaleState

S = TypeVar("S", bound=models.TextChoices)


class StateGraph(Generic[S]):
    """Which state may follow which. Raises ImproperlyConfigured for a graph that makes no sense."""

    def __init__(
        self,
        states: type[S],
        *,
        initial: S,
        terminal: Iterable[S],
        edges: Mapping[S, Iterable[S]],
    ) -> None:
        self.states = states
        self.initial = initial
        self.terminal = frozenset(terminal)
        self.edges = {state: frozenset(edges.get(state, ())) for state in states}
        self._check()

    def sources(self, to: S) -> frozenset[S]:
        """The states from which `to` may be entered."""
        return frozenset(state for state, targets in self.edges.items() if to in targets)

    def _check(self) -> None:
        for state, targets in self.edges.items():
            if state in self.terminal and targets:
                raise ImproperlyConfigured(f"{state!r} is terminal and has ways out")
            if state not in self.terminal and not targets:
                raise ImproperlyConfigured(f"{state!r} is a dead end that is not terminal")
        unreachable = set(self.states) - self._reachable()
        if unreachable:
            raise ImproperlyConfigured(f"never reached: {sorted(unreachable)}")

    def _reachable(self) -> set[S]:
        seen = {self.initial}
        frontier = [self.initial]
        while frontier:
            new = self.edges[frontier.pop()] - seen
            seen |= new
            frontier.extend(new)
        return seen


class Transition(AppendOnly):
    """One change of state: from, to, by whom, why, when. History and audit in one."""

    subject_id = models.UUIDField(db_index=True)
    from_state = models.CharField(max_length=32, blank=True)
    to_state = models.CharField(max_length=32)
    actor = models.CharField(max_length=64)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta(AppendOnly.Meta):
        abstract = True


class Stateful(models.Model):
    """Abstract base of a model with a life cycle; its `state` field is declared by the model."""

    state_graph: ClassVar[StateGraph[Any]]
    transition_model: ClassVar[type[Transition]]

    id: Any
    state: Any

    class Meta:
        abstract = True


def record_initial(instance: Stateful, *, actor: Actor, reason: str) -> None:
    """Write the first row of a history, in the transaction that creates the instance."""
    _row(instance.transition_model, instance.id, "", instance.state_graph.initial, actor, reason)


def advance(
    instance: Stateful,
    *,
    to: models.TextChoices,
    actor: Actor,
    reason: str,
    guard: Mapping[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Move `instance` to state `to`, with `changes` to other fields in the same UPDATE.

    The UPDATE matches the state that the caller read, which must be a source of `to`, and every
    lookup of `guard` (a fencing token, say). It hits exactly one row, or StaleState is raised
    and nothing has changed. The transition row stands in the same transaction.
    """
    graph = instance.state_graph
    came_from = instance.state
    if came_from not in graph.sources(to):
        raise StaleState
    with transaction.atomic():
        rows: models.QuerySet[Any] = type(instance)._default_manager.filter(
            **{"pk": instance.pk, "state": came_from, **(guard or {})}
        )
        if rows.update(state=to, **changes) != 1:
            raise StaleState
        _row(instance.transition_model, instance.id, came_from, to, actor, reason)
    instance.state = to
    for field, value in changes.items():
        setattr(instance, field, value)


def _row(  # noqa: PLR0917
    model: type[Transition], subject: UUID, from_state: str, to: str, actor: Actor, reason: str
) -> None:
    model._default_manager.create(
        subject_id=subject, from_state=from_state, to_state=to, actor=str(actor), reason=reason
    )
