"""What others made with somebody's likeness, for whoever lent it (C11): drafts, too, which nobody
else but their makers sees."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from accounts.selectors import visible_to
from cameos.models import Cameo, CameoKind, Capability
from cameos.reading import kept_apart, out_of_reach, unseen
from cameos.selectors import own_cameo
from generation.models import Draft
from generation.states import JobState


@dataclass(frozen=True, slots=True)
class Appearances:
    """`rows`: drafts with their makers, jobs and files, and whether each is `published` under this
    likeness and `kept_back` (its files are not for this reader)."""

    cameo: Cameo
    rows: "QuerySet[Draft]"


def appearances_of(viewer: User, cameo_id: UUID) -> Appearances:
    """In films of others whom `viewer` sees. A film goes from here with its consent, as from every
    other place; one's own stand among one's drafts. Raises NotFound for a likeness of somebody
    else."""
    cameo, film = own_cameo(viewer, cameo_id), OuterRef("job_id")
    mine = Capability.objects.filter(film_id=film, cameo_id=cameo.pk)
    made = Draft.objects.filter(
        Exists(mine), deleted_at=None, owner__in=visible_to(viewer),
        job__state=JobState.COMPLETED, job__erase_requested_at=None,
    )  # fmt: skip
    seen = made.exclude(owner=viewer).exclude(unseen(film, viewer))
    rows = seen.annotate(
        published=Exists(mine.filter(published_at__isnull=False)),
        kept_back=kept_apart(film, viewer) | out_of_reach(film, viewer),
    )
    return Appearances(cameo, rows.select_related("owner", "job").prefetch_related("job__assets"))


def names_of(appearances: Appearances, viewer: User) -> list[str]:
    """Whose likeness a reader is told of: their own, and never who else is in it."""
    is_person = appearances.cameo.kind == CameoKind.HUMAN
    return [viewer.handle] if is_person and viewer.handle else []


def may_look(viewer: User, draft: Draft) -> bool:
    """Whether the reader gets the files of a row. Nothing rated a draft for people under 18, so
    that they get none."""
    kept_back: bool = draft.kept_back  # type: ignore[attr-defined]
    return viewer.is_adult and not kept_back
