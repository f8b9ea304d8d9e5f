"""Reading, always as somebody: missing and not for your eyes are the same NotFound."""

from uuid import UUID

from django.db.models import OuterRef, Prefetch, QuerySet

from accounts.models import User
from cameos.bounds import bounds
from generation.models import Draft, Job
from lib.selecting import one_of


def jobs_for(viewer: User | None) -> QuerySet[Job]:
    """The jobs that `viewer` may see, with their drafts as far as `viewer` may see these."""
    drafts = Prefetch("draft", Draft.objects.visible_to(viewer))
    return Job.objects.visible_to(viewer).prefetch_related(drafts)


def job_for(viewer: User | None, *, job_id: UUID) -> Job:
    """Raises NotFound."""
    return one_of(jobs_for(viewer), job_id)


def drafts_for(viewer: User | None) -> QuerySet[Draft]:
    """The drafts that `viewer` may see, with their jobs, files, and what those in it permit."""
    drafts = Draft.objects.visible_to(viewer).annotate(**bounds(OuterRef("job_id")))
    return drafts.select_related("job").prefetch_related("job__assets")


def draft_for(viewer: User | None, *, draft_id: UUID) -> Draft:
    """Raises NotFound."""
    return one_of(drafts_for(viewer), draft_id)
