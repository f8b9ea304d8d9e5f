"""What automation says that it found in a thing."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid5

from moderation.categories import Category


class How(StrEnum):
    """By what."""

    RESCAN = "rescan"
    KNOWN_HASH = "known_hash"
    NEAR_COPY = "near_copy"


@dataclass(frozen=True, slots=True)
class Found:
    """`score`: 0 to 1, how much it weighs. `about`: an entry of a hash bank, or the typed id of the
    thing that it is a copy of; `start_s`, `end_s`: seconds. `certain`: a person looks whatever the
    priority. A category is unknown of a copy."""

    how: How
    score: float
    detector: str
    category: Category | None = None
    about: str = ""
    start_s: float | None = None
    end_s: float | None = None
    certain: bool = False

    def key(self, case_id: UUID) -> UUID:
        """The same in a case however often it is looked at."""
        return uuid5(case_id, f"{self.how}:{self.category or ''}:{self.detector}:{self.about}")

    @property
    def is_of_children(self) -> bool:
        """It belongs to the vault's way."""
        return self.category == Category.CHILD_SAFETY
