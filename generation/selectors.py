"""Reading, always as somebody: missing and not for your eyes are the same NotFound."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.models import User
from cameos.reading import likenesses
from generation.holding import film_bounds
from generation.keeping import is_kept
from generation.models import Draft, Job, Source
from lib.selecting import one_of


def jobs_for(viewer: User | None) -> QuerySet[Job]:
    """The jobs that `viewer` may see, with their drafts as far as `viewer` may see these."""
    drafts = Prefetch("draft", Draft.objects.visible_to(viewer))
    jobs = Job.objects.visible_to(viewer).annotate(likenesses=likenesses(OuterRef("pk"), viewer))
    return jobs.select_related("input_image").prefetch_related(drafts, *_origins("sources", viewer))


def job_for(viewer: User | None, *, job_id: UUID) -> Job:
    """Raises NotFound."""
    return one_of(jobs_for(viewer), job_id)


def for_its_maker(job: Job) -> Job:
    """The job as `jobs_for` fetches it, which it may have been already."""
    return job if hasattr(job, "likenesses") else jobs_for(job.owner).get(pk=job.pk)


def made_of(job: Job) -> list[dict[str, Any]]:
    """What a fetched job was made of, for whom it was fetched: ids of drafts that they see."""
    return [
        {"draft": _draft_of(one), "start": one.start_s, "end": one.end_s}
        for one in job.sources.all()
    ]


def _draft_of(one: Source) -> str | None:
    draft = getattr(one.source, "draft", None) if one.source else None
    return draft.public_id if draft else None


def _origins(path: str, viewer: User | None) -> tuple[Prefetch[str], ...]:
    """Sources, their jobs, and of these the drafts that `viewer` sees."""
    return (
        Prefetch(path, Source.objects.order_by("position").select_related("source")),
        Prefetch(f"{path}__source__draft", Draft.objects.visible_to(viewer)),
    )


def drafts_for(viewer: User | None) -> QuerySet[Draft]:
    """The drafts that `viewer` may see, with their jobs, files, and what those in it permit."""
    film = OuterRef("job_id")
    drafts = Draft.objects.visible_to(viewer).annotate(
        likenesses=likenesses(film, viewer),
        kept=is_kept(),
        usable=Exists(Draft.objects.usable_by(viewer).filter(pk=OuterRef("pk"))),
        **film_bounds(film),
    )
    fetched = drafts.select_related("job").prefetch_related("job__assets")
    return fetched.prefetch_related(*_origins("job__sources", viewer))


def draft_for(viewer: User | None, *, draft_id: UUID) -> Draft:
    """Raises NotFound."""
    return one_of(drafts_for(viewer), draft_id)
