"""The shape of an action."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from accounts.models import User
from enforcement.actions.names import ActionName, Audience, TargetKind, Timing
from lib.actors import Actor

Changed = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """One action of a decision that is being made. `value`: a code that the action asks for (a
    label, a severity, a category). `expected`: how many other things the dry run of a bank met.
    `after`: it begins so long after the decision (E17); None: with it."""

    name: ActionName
    span: timedelta | None = None
    value: str = ""
    expected: int | None = None
    after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Doing:
    """An action in its moment. `cause` names it to the owner of what changes: only what it put
    there is lifted under the same name. `by`: None where the system does it. `told`: whether its
    owner may hear of it; never of child safety (E47)."""

    cause: str
    target_id: UUID
    actor: Actor
    by: User | None = None
    approved_by: UUID | None = None
    value: str = ""
    expected: int | None = None
    told: bool = True


class Action(ABC):
    """`severity`: actions of a decision are done from the gravest on; people come first, then
    likenesses, posts and films, which is the order of locks in this house. `automatic`: the system
    may do it where a policy says so. `may_wait`: it may begin later than its decision. `lasts`: it
    holds until it is over or undone; what is only said, or counts for a time of its own, does not.
    `values`: the codes of which one is asked for; none asks for none. `texts`: what is told, in a
    sentence for each audience."""

    name: ClassVar[ActionName]
    title: ClassVar[str]
    target: ClassVar[TargetKind]
    severity: ClassVar[int]
    timing: ClassVar[Timing] = Timing.NEVER
    automatic: ClassVar[bool] = False
    may_wait: ClassVar[bool] = True
    lasts: ClassVar[bool] = True
    values: ClassVar[tuple[str, ...]] = ()
    texts: ClassVar[Mapping[Audience, Any]]

    @abstractmethod
    def apply(self, doing: Doing) -> Changed | None:
        """Change what it is about, through its owner's services, in the caller's transaction.
        Returns what it changed, ids and codes; None where nothing is left to change."""

    @abstractmethod
    def reverse(self, doing: Doing) -> None:
        """Lift exactly what `apply` put there for the same cause (law 7). Safe to do again, and
        when what it was about is gone."""

    def needs_second_reviewer(self, wish: Wish) -> bool:
        """Whether another person must agree before anything of it holds (E19). Protected accounts
        need one whatever is done."""
        return False

    def notice(self, audience: Audience) -> str:
        """The id of the text for an audience; apps and mails word it."""
        if audience not in self.texts:
            raise LookupError(audience)
        return f"{self.name.value}.{audience.value}"
