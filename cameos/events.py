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
