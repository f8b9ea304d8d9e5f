"""Reading, always as somebody: missing and not for your eyes are the same NotFound."""

from uuid import UUID

from django.db.models import OuterRef, Prefetch, QuerySet

from accounts.models import User
from cameos.bounds import bounds
from cameos.reading import likenesses
from generation.keeping import is_kept
from generation.models import Draft, Job
from lib.selecting import one_of


def jobs_for(viewer: User | None) -> QuerySet[Job]:
    """The jobs that `viewer` may see, with their drafts as far as `viewer` may see these."""
    drafts = Prefetch("draft", Draft.objects.visible_to(viewer))
    jobs = Job.objects.visible_to(viewer).annotate(likenesses=likenesses(OuterRef("pk"), viewer))
    return jobs.prefetch_related(drafts)


def job_for(viewer: User | None, *, job_id: UUID) -> Job:
    """Raises NotFound."""
    return one_of(jobs_for(viewer), job_id)


def likenesses_of(job: Job) -> list[str]:
    """Who lent themselves to it, for its maker: as fetched with the job, or asked for now."""
    fetched = job if hasattr(job, "likenesses") else jobs_for(job.owner).get(pk=job.pk)
    return list(fetched.likenesses)  # type: ignore[attr-defined]


def drafts_for(viewer: User | None) -> QuerySet[Draft]:
    """The drafts that `viewer` may see, with their jobs, files, and what those in it permit."""
    film = OuterRef("job_id")
    drafts = Draft.objects.visible_to(viewer).annotate(
        likenesses=likenesses(film, viewer), kept=is_kept(), **bounds(film)
    )
    return drafts.select_related("job").prefetch_related("job__assets")


def draft_for(viewer: User | None, *, draft_id: UUID) -> Draft:
    """Raises NotFound."""
    return one_of(drafts_for(viewer), draft_id)
