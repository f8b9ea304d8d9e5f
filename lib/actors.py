"""Who did it: a person, or a named part of the system. Every service takes one explicitly."""

from dataclasses import dataclass
from uuid import UUID

from lib.ids import IdKind, encode


@dataclass(frozen=True, slots=True)
class Actor:
    """The label that transition and audit rows keep: `usr_…` or `system:<part>`; never a name."""

    label: str

    @classmethod
    def person(cls, user_id: UUID) -> "Actor":
        """The person with this id."""
        return cls(encode(IdKind.USER, user_id))

    @classmethod
    def system(cls, part: str) -> "Actor":
        """A part of the system that acts by itself, for example `sweeper`."""
        return cls(f"system:{part}")

    def __str__(self) -> str:
        return self.label
