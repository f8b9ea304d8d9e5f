"""What rooms to the right may want to hear of decisions."""

from dataclasses import dataclass
from uuid import UUID

from lib.events import Event, declare


@declare
@dataclass(frozen=True, slots=True)
class ReviewDecided(Event):
    """A person decided about `subject` (a typed id); `outcome` is one of `Outcome`."""

    review_id: UUID
    subject: str
    outcome: str


@declare
@dataclass(frozen=True, slots=True)
class PolicyActivated(Event):
    """Another version of the policy is in force: what was judged by the one before is stale."""

    activation_id: int


@declare
@dataclass(frozen=True, slots=True)
class TextRefused(Event):
    """The policy blocked words that a person had just sent."""

    refusal_id: UUID
    person_id: UUID
    category: str


@declare
@dataclass(frozen=True, slots=True)
class FindingRaised(Event):
    """Things of one person show a pattern, of `kind`; `members`: keys of what belongs to it, each
    with its similarity (0..1) to the others. The same finding is raised again as it grows."""

    finding_id: UUID
    person_id: UUID
    kind: str
    category: str
    method: str
    members: tuple[tuple[UUID, float], ...]
