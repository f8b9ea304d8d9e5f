"""What a decision rests on, as whoever decides names it (E16): what is about the same thing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isfinite
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from enforcement.limits import MOST_EVIDENCE
from enforcement.models import (
    Case,
    CaseFinding,
    Decision,
    DecisionEvidence,
    EvidenceKind,
    Report,
    Snapshot,
)
from enforcement.reasons import FILMS
from enforcement.subjects.base import Target
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import public_id_of, subject_of
from generation.models import Draft
from lib.errors import DomainError, ErrorCode
from lib.ids import IdKind, encode
from moderation.categories import Category
from moderation.models import Scan


@dataclass(frozen=True, slots=True)
class Evidence:
    """`key`: of what it points at; none of a part, which has `start_s` and `end_s`, in seconds."""

    kind: EvidenceKind
    key: UUID | None = None
    start_s: float | None = None
    end_s: float | None = None


def refuse_unfit(
    pieces: Iterable[Evidence], *, kind: SubjectKind, key: UUID, case: Case | None
) -> None:
    """Raises DomainError `invalid` for what is not there, is about something else, or says child
    safety to a decision outside of such a case; and for too many, or the same twice."""
    named = list(pieces)
    if len(named) > MOST_EVIDENCE or len(set(named)) != len(named):
        raise _refusal()
    known = subject_of(kind).known(key)
    for one in named:
        if one.kind == EvidenceKind.PART:
            fits = one.key is None and kind in FILMS and _is_part(one, known)
        else:
            fits = one.key is not None and (one.start_s, one.end_s) == (None, None)
            fits = fits and _THERE[one.kind](one.key, kind, key, case)  # type: ignore[arg-type]
        if not fits:
            raise _refusal()


def keep(decision: Decision, pieces: Iterable[Evidence]) -> None:
    """In the transaction of the decision."""
    DecisionEvidence.objects.bulk_create(
        DecisionEvidence(
            decision=decision,
            position=place,
            kind=one.kind,
            about=one.key,
            start_s=one.start_s,
            end_s=one.end_s,
        )
        for place, one in enumerate(pieces)
    )


def pieces_of(decision: Decision) -> tuple[Evidence, ...]:
    """What it rests on, in the order in which it was named."""
    rows = decision.evidence.order_by("position")
    return tuple(Evidence(EvidenceKind(one.kind), one.about, one.start_s, one.end_s)
                 for one in rows)  # fmt: skip


def _is_part(one: Evidence, known: Target | None) -> bool:
    start, end = one.start_s, one.end_s
    if start is None or end is None or not (isfinite(start) and isfinite(end)):
        return False
    length = known.duration if known else None
    return 0 <= start <= end and (length is None or end <= length)


def _report(one: UUID, kind: SubjectKind, key: UUID, case: Case | None) -> bool:
    reports = Report.objects.filter(pk=one, subject_kind=kind, subject_id=key)
    return reports.filter(diverted=case is not None and case.diverted).exists()


def _snapshot(one: UUID, kind: SubjectKind, key: UUID, _case: Case | None) -> bool:
    return Snapshot.objects.filter(pk=one, subject_kind=kind, subject_id=key).exists()


def _finding(one: UUID, kind: SubjectKind, key: UUID, case: Case | None) -> bool:
    found = CaseFinding.objects.filter(finding_id=one)
    if case is None or not case.diverted:
        found = found.exclude(category=Category.CHILD_SAFETY)
    return found.filter(case__subject_kind=kind, case__subject_id=key).exists()


def _scan(one: UUID, kind: SubjectKind, key: UUID, case: Case | None) -> bool:
    """Of the thing itself, or of its film."""
    films = Draft.objects.filter(Q(pk=key) | Q(posts=key)).values_list("job_id", flat=True)
    names = [public_id_of(kind, key), *(encode(IdKind.GENERATION, job) for job in films)]
    scans = Scan.objects.filter(pk=one, subject__in=names)
    if case is None or not case.diverted:
        scans = scans.exclude(category=Category.CHILD_SAFETY)
    return scans.exists()


_THERE: dict[EvidenceKind, Callable[[UUID, SubjectKind, UUID, Case | None], bool]] = {
    EvidenceKind.REPORT: _report,
    EvidenceKind.SNAPSHOT: _snapshot,
    EvidenceKind.FINDING: _finding,
    EvidenceKind.SCAN: _scan,
}


def _refusal() -> DomainError:
    return DomainError(
        ErrorCode.INVALID, _("This is no evidence about what you decide."), attr="evidence"
    )
