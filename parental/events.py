"""What other rooms may want to hear of guardians."""

from dataclasses import dataclass
from uuid import UUID

from lib.events import Event, declare


@declare
@dataclass(frozen=True, slots=True)
class GuardianLinkEnded(Event):
    """A link between a teen and a guardian is over; `reason` is one of EndReason, and need not say
    that they came of age where it was the day and something else came first."""

    link_id: UUID
    teen_id: UUID
    reason: str


@declare
@dataclass(frozen=True, slots=True)
class GuardianUseEnded(Event):
    """What let a teen approve this guardian to use their likeness stands no more."""

    teen_id: UUID
    guardian_id: UUID


@declare
@dataclass(frozen=True, slots=True)
class SafetyCaseOpened(Event):
    """A teen said that they do not know a guardian, or are not safe."""

    case_id: UUID
