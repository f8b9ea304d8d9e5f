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
