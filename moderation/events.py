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
