"""What staff can name as what a decision rests on, and what they named, in their words (E16)."""

import re
from collections.abc import Iterable, Sequence
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from accounts.admin.sections.shown import when
from accounts.models import User
from enforcement.admin.case_page.films import scanned
from enforcement.admin.wording import in_words, said_by
from enforcement.evidence import Evidence
from enforcement.models import Case, CaseFinding, EvidenceKind, Report, Snapshot
from enforcement.policies import see_case
from enforcement.reasons import FILMS, REASONS
from moderation.categories import Category
from moderation.models import Scan
from moderation.policy.rows import Verdict
from moderation.services.rating import newest_scans
from moderation.services.reviews import DECIDE

K = EvidenceKind
SHOWN = 20  # of each kind, the newest
PART = re.compile(r"^\s*(\d{1,6}(?:\.\d{1,3})?)\s*(?:to|-)\s*(\d{1,6}(?:\.\d{1,3})?)\s*s?\s*$")
NOTHING = Verdict.ALLOW.word  # it supports no decision
GONE = "not there any more, or not for you"
Choice = tuple[str, str]


def offered(case: Case | None, viewer: User) -> list[tuple[str, list[Choice]]]:
    """By kind: what is about the thing of this case, and seen by this member of staff. The service
    looks at each again."""
    if case is None:
        return []
    reports = list(_reports(case, viewer).order_by("-created_at")[:SHOWN])
    snapshots = _about(Snapshot, case).order_by("-taken_at")[:SHOWN]
    groups: tuple[tuple[str, list[Choice]], ...] = (
        ("Reports", [(_name(K.REPORT, one.pk), _of_report(one)) for one in reports]),
        ("Parts that were reported", list(_parts(case, reports))),
        (
            "What was kept of it",
            [(_name(K.SNAPSHOT, one.pk), _of_snapshot(one)) for one in snapshots],
        ),
        (
            "Patterns that detectors found",
            [
                (_name(K.FINDING, one.finding_id), _of_finding(one))
                for one in _findings(case, viewer)
            ],
        ),
        (
            "What detectors found in it",
            [(_name(K.SCAN, one.pk), _of_scan(one)) for one in _scans(case, viewer)],
        ),
    )
    return [(title, rows) for title, rows in groups if rows]


def named(values: Iterable[str], parts: str = "") -> tuple[Evidence, ...]:
    """Of choices of `offered`, and of lines such as "0.5 to 2". Raises ValidationError."""
    found = [_read(one) for one in values]
    for line in filter(str.strip, parts.splitlines()):
        match = PART.match(line)
        if match is None:
            raise forms.ValidationError(f"Say parts as seconds, like 0.5 to 2; not: {line[:40]}")
        found.append(Evidence(K.PART, None, float(match[1]), float(match[2])))
    return tuple(dict.fromkeys(found))


def lines_of(pieces: Sequence[Evidence], viewer: User) -> list[str]:
    """Each in words; what this member of staff may not look at is named by its kind alone."""
    keys = {kind: [one.key for one in pieces if one.kind == kind and one.key] for kind in K}
    cases = see_case.queryset(viewer)
    reports = Report.objects.filter(pk__in=keys[K.REPORT], case__in=cases)
    findings = CaseFinding.objects.filter(finding_id__in=keys[K.FINDING], case__in=cases)
    may = viewer.has_perm(DECIDE)
    scans = Scan.objects.filter(pk__in=keys[K.SCAN]) if may else Scan.objects.none()
    said: dict[Evidence, str] = {}
    said |= {Evidence(K.REPORT, one.pk): _of_report(one) for one in reports.defer("text")}
    said |= {
        Evidence(K.SNAPSHOT, one.pk): _of_snapshot(one)
        for one in Snapshot.objects.filter(pk__in=keys[K.SNAPSHOT])
    }
    said |= {Evidence(K.FINDING, one.finding_id): _of_finding(one) for one in findings if may}
    said |= {Evidence(K.SCAN, one.pk): _of_scan(one) for one in scans}
    return [f"{K(one.kind).label}: {said.get(one) or _of_part(one)}" for one in pieces]


def ticked(pieces: Iterable[Evidence]) -> list[str]:
    """As the choices say them."""
    return [
        _name(K.PART, f"{one.start_s}:{one.end_s}") if one.key is None else _name(one.kind, one.key)
        for one in pieces
    ]


def _reports(case: Case, viewer: User) -> QuerySet[Report]:
    seen = _about(Report, case).filter(case__in=see_case.queryset(viewer), diverted=case.diverted)
    return seen.defer("text")


def _about(model: type, case: Case) -> QuerySet:  # type: ignore[type-arg]
    rows: QuerySet = model._default_manager.all()  # type: ignore[attr-defined, type-arg]
    return rows.filter(subject_kind=case.subject_kind, subject_id=case.subject_id)


def _parts(case: Case, reports: list[Report]) -> Iterable[Choice]:
    if case.subject_kind not in FILMS:
        return
    parts = {(one.start_s, one.end_s) for one in reports if one.start_s is not None}
    for start, end in sorted(parts, key=str):
        yield _name(K.PART, f"{start}:{end}"), f"{start:.1f} to {end:.1f} s"


def _findings(case: Case, viewer: User) -> list[CaseFinding]:
    if not viewer.has_perm(DECIDE):
        return []
    cases = see_case.queryset(viewer)
    about = cases.filter(subject_kind=case.subject_kind, subject_id=case.subject_id)
    rows = CaseFinding.objects.filter(case__in=about).order_by("-at")
    rows = rows if case.diverted else rows.exclude(category=Category.CHILD_SAFETY)
    return list(rows[:SHOWN])


def _scans(case: Case, viewer: User) -> list[Scan]:
    if case.diverted or not viewer.has_perm(DECIDE):
        return []
    found = [scan for subject in scanned(case) for scan in newest_scans(subject)]
    against = [one for one in found if one.verdict != NOTHING]
    return [one for one in against if one.category != Category.CHILD_SAFETY]


def _name(kind: str, key: object) -> str:
    return f"{K(kind).value}:{key}"


def _read(value: str) -> Evidence:
    kind, _, rest = value.partition(":")
    if kind != K.PART:
        return Evidence(K(kind), UUID(rest))
    start, _, end = rest.partition(":")
    return Evidence(K.PART, None, float(start), float(end))


def _of_report(one: Report) -> str:
    part = "" if one.start_s is None else f", {one.start_s:.1f} to {one.end_s:.1f} s"
    return f"{REASONS[one.reason].label}{part}, {when(one.created_at)}"


def _of_snapshot(one: Snapshot) -> str:
    return f"as it was on {when(one.taken_at)}"


def _of_finding(one: CaseFinding) -> str:
    said = " ".join(filter(None, (one.kind, one.category or one.about)))
    return f"{in_words(said) if one.category else said}, {when(one.at)}"


def _of_scan(one: Scan) -> str:
    return f"{said_by(one)}, {when(one.at)}"


def _of_part(one: Evidence) -> str:
    if one.start_s is None or one.end_s is None:
        return GONE
    return f"{one.start_s:.1f} to {one.end_s:.1f} s"
