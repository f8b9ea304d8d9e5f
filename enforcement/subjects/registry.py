"""Which kinds there are. New kinds only register."""

from uuid import UUID

from enforcement.subjects.base import Subject
from enforcement.subjects.kinds import ID_KINDS, SubjectKind
from lib.ids import InvalidId, decode, encode

_subjects: dict[SubjectKind, Subject] = {}
_KIND_OF = {kind.value: subject for subject, kind in ID_KINDS.items()}


def register(*subjects: Subject) -> None:
    """Called in `AppConfig.ready()`. Raises ValueError for a kind that is there."""
    for subject in subjects:
        if _subjects.setdefault(subject.kind, subject) is not subject:
            raise ValueError(f"{subject.kind} is registered twice")


def subject_of(kind: str) -> Subject:
    """Raises LookupError."""
    return _subjects[SubjectKind(kind)]


def kinds() -> list[SubjectKind]:
    """All that registered."""
    return sorted(_subjects)


def parse(public_id: str) -> tuple[SubjectKind, UUID] | None:
    """The kind and key that a typed id names; None for text that names no kind of these."""
    kind = _KIND_OF.get(public_id.partition("_")[0])
    if kind is None:
        return None
    try:
        return kind, decode(ID_KINDS[kind], public_id)
    except InvalidId:
        return None


def public_id_of(kind: str, key: UUID) -> str:
    """The typed id of a thing."""
    return encode(ID_KINDS[SubjectKind(kind)], key)
