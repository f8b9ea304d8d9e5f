"""What must be known of each kind of thing that can be reported."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from accounts.models import User
from enforcement.subjects.kinds import SubjectKind


@dataclass(frozen=True, slots=True)
class MediaRef:
    """A file of the thing, by its key and hash of now; `role` says which (`video`, `poster`, …)."""

    role: str
    storage_key: str
    sha256: str
    mime: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What is frozen of a thing at one moment (E7). `texts`, by name; `labels` and `permission`:
    codes, numbers and flags as they stood; `media`: what a worker copies."""

    texts: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Any] = field(default_factory=dict)
    permission: Mapping[str, Any] = field(default_factory=dict)
    media: tuple[MediaRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A thing that may be reported. `owner_id`: whose it is; `duration`: seconds, of a film."""

    kind: SubjectKind
    key: UUID
    owner_id: UUID
    duration: float | None = None
    gone: bool = False


class Subject(Protocol):
    """One kind. Fetching is authorising: `reportable_by` answers None for what is missing and for
    what this viewer may not see, and takes the same way for both."""

    kind: SubjectKind

    def reportable_by(self, viewer: User | None, key: UUID) -> Target | None:
        """What `viewer` (None: a guest) sees, or could see until it went lately (E8)."""
        ...

    def there(self, viewer: User, keys: Collection[UUID]) -> set[UUID]:
        """Of several things those of which `reportable_by` has one that is not gone. As many
        statements for many as for one."""
        ...

    def known(self, key: UUID) -> Target | None:
        """The same for staff and for people without an account: whoever may see it."""
        ...

    def shows(self, key: UUID, person: User) -> bool:
        """Whether a likeness that `person` lent is in it, by our own records."""
        ...

    def seen(self, key: UUID) -> Seen:
        """What there is of it now; nothing of what is gone."""
        ...
