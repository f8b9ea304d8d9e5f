"""What rooms to the right may want to hear of drafts."""

from dataclasses import dataclass
from uuid import UUID

from lib.events import Event, declare


@declare
@dataclass(frozen=True, slots=True)
class DraftDeleted(Event):
    """Its maker deleted a draft, its time was over, or its file was lost; what was published of it
    goes with it."""

    draft_id: UUID
    job_id: UUID


@declare
@dataclass(frozen=True, slots=True)
class FilmWithdrawn(Event):
    """Somebody in a film took their consent back: its draft is deleted, and what was published of
    it goes with it."""

    draft_id: UUID
    job_id: UUID
