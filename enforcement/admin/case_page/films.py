"""The film that a case is about, where it is about one."""

from uuid import UUID

from enforcement.admin.once import once_a_row
from enforcement.models import Case, Snapshot
from enforcement.services.films import film_of
from enforcement.services.withdrawn import cases_of
from enforcement.subjects.base import Seen
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import subject_of
from generation.models import Job
from lib.ids import IdKind, encode

OF_FILMS = (SubjectKind.POST, SubjectKind.DRAFT)


@once_a_row
def job_of(case: Case) -> UUID | None:
    """The key of its job; None where there is none, or none any more."""
    if case.subject_kind not in OF_FILMS:
        return None
    return film_of(case.subject_kind, case.subject_id)


@once_a_row
def seen_of(case: Case) -> Seen:
    """What it is about, as it is now."""
    return subject_of(case.subject_kind).seen(case.subject_id)


@once_a_row
def snapshots_of(case: Case) -> list[Snapshot]:
    """What was frozen of it, and of what an appeal is against; the newest first."""
    return list(Snapshot.objects.filter(case__in=cases_of(case)).order_by("-taken_at"))


def scanned(case: Case) -> list[str]:
    """The ids under which moderation knows it: its own, and its film's."""
    job_id = job_of(case)
    film = [encode(IdKind.GENERATION, job_id)] if job_id else []
    return [case.subject, *film]


def jobs(keys: set[UUID]) -> list[Job]:
    """These, the earliest step first."""
    rows = Job.objects.filter(pk__in=keys).select_related("owner", "draft")
    return list(rows.order_by("depth", "created_at"))
