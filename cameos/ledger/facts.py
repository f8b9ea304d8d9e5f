"""What can be consented to or withdrawn: a closed list, and what is kept of each.

A fact holds ids, codes, numbers, flags and hashes, never words: texts of notices stand as SHA-256.
Times are ISO 8601 with their offset. No float, so that its canonical form is the same everywhere.
"""

import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, ClassVar

VALUE = re.compile(r"[A-Za-z0-9_.:+-]{0,128}", re.ASCII)


class ConsentKind(StrEnum):
    """What happened. A value is never reused."""

    RELEASE_GIVEN = "release_given"
    ENROLLED = "enrolled"
    PERMISSION_SET = "permission_set"
    GRANT_GIVEN = "grant_given"
    GRANT_TAKEN_BACK = "grant_taken_back"
    GRANT_USED = "grant_used"
    GRANT_RETURNED = "grant_returned"
    RESTRICTIONS_CONFIRMED = "restrictions_confirmed"
    PAUSED = "paused"
    UNPAUSED = "unpaused"
    CAPABILITY_ISSUED = "capability_issued"
    CAPABILITY_WITHDRAWN = "capability_withdrawn"
    PROCESSOR_AGREED = "processor_agreed"
    PROCESSOR_TAKEN_BACK = "processor_taken_back"
    REVOKED = "revoked"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFact:
    """Base. Raises TypeError for a value of another kind, ValueError for words."""

    kind: ClassVar[ConsentKind]

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            for one in value if isinstance(value, tuple) else (value,):
                _refuse_unfit(name, one)

    def as_json(self) -> dict[str, Any]:
        """Field by field; tuples are lists."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }


def _refuse_unfit(name: str, value: object) -> None:
    if not isinstance(value, str | int | None):
        raise TypeError(f"{name}: {type(value).__name__}")
    if isinstance(value, str) and not VALUE.fullmatch(value):
        raise ValueError(f"{name} is no id, code or hash")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded(ConsentFact):
    """Base: how a use is bounded (D-3)."""

    scopes: tuple[str, ...]
    cap: str
    no_remix: bool
    no_download: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseGiven(ConsentFact):
    """The written release, of the text with this hash."""

    kind = ConsentKind.RELEASE_GIVEN
    release: str
    notice_version: int
    text_hash: str
    locale: str
    face: bool
    voice: bool
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled(ConsentFact):
    """A recording was accepted as the owner's own likeness."""

    kind = ConsentKind.ENROLLED
    enrolment: str
    release: str
    usable_by_owner_only: bool
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionSet(Bounded):
    """Who may use it without being asked."""

    kind = ConsentKind.PERMISSION_SET
    level: str
    everyone_until: str | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantGiven(Bounded):
    """One person may."""

    kind = ConsentKind.GRANT_GIVEN
    grant: str
    person: str
    once: bool
    until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantTakenBack(ConsentFact):
    """`why`: withdrawn, replaced, expired, severed."""

    kind = ConsentKind.GRANT_TAKEN_BACK
    grant: str
    person: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantUsed(ConsentFact):
    """The one use of a grant for once."""

    kind = ConsentKind.GRANT_USED
    grant: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantReturned(ConsentFact):
    """The use came to nothing; the grant is live again."""

    kind = ConsentKind.GRANT_RETURNED
    grant: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionsConfirmed(ConsentFact):
    """`compiler` is empty where the owner chose from the list."""

    kind = ConsentKind.RESTRICTIONS_CONFIRMED
    topics: tuple[str, ...]
    compiler: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(ConsentFact):
    """Nobody may, for now."""

    kind = ConsentKind.PAUSED
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpaused(ConsentFact):
    """What was permitted before holds again."""

    kind = ConsentKind.UNPAUSED
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityIssued(ConsentFact):
    """`terms`: their SHA-256; `receipt`: the hash that stands in the manifest of the film;
    `processor`: the key of who draws it outside of this house, or nothing. Entries from before this
    was written lack the field, and hash as they are."""

    kind = ConsentKind.CAPABILITY_ISSUED
    capability: str
    requester: str
    job: str
    terms: str
    receipt: str
    epoch: int
    expires: str
    processor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityWithdrawn(ConsentFact):
    """One of them; a new epoch withdraws all."""

    kind = ConsentKind.CAPABILITY_WITHDRAWN
    capability: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessorAgreed(ConsentFact):
    """Pictures may go to the processor with this key, under the text with this hash."""

    kind = ConsentKind.PROCESSOR_AGREED
    processor: str
    text_version: int
    text_hash: str
    locale: str
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessorTakenBack(ConsentFact):
    """Not any more."""

    kind = ConsentKind.PROCESSOR_TAKEN_BACK
    processor: str
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked(ConsentFact):
    """All consent up to here is withdrawn; `epoch` is the one that begins. `scope` says what
    becomes of what there is: future_only, hide_existing, also_remixes, erasure."""

    kind = ConsentKind.REVOKED
    epoch: int
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased(ConsentFact):
    """Key, templates and clips are gone, and `facts` facts and salts of this ledger."""

    kind = ConsentKind.ERASED
    facts: int
