"""What rooms to the right may want to hear of likenesses."""

from dataclasses import dataclass
from uuid import UUID

from lib.events import Event, declare


@declare
@dataclass(frozen=True, slots=True)
class PermissionSevered(Event):
    """What this person (None: whoever it was) was permitted of a cameo ended; whatever of theirs
    still waits or runs under it ends too. `why` is a code for rows."""

    cameo_id: UUID
    person_id: UUID | None
    why: str


@declare
@dataclass(frozen=True, slots=True)
class ProcessorWithdrawn(Event):
    """An owner's word about one processor was taken back; what of theirs is drawn there ends."""

    cameo_id: UUID
    processor: str


@declare
@dataclass(frozen=True, slots=True)
class ConsentRevoked(Event):
    """All consents to use a cameo up to the epoch `through` were taken back; since this
    transaction nobody sees the films that `scope` hides. Their files, rows and copies are owed:
    `cameos.revoking.progress` says which, under `revocation_id`."""

    cameo_id: UUID
    revocation_id: UUID
    through: int
    scope: str
