"""The likenesses that were lent to the film of a case, and how each consent stands."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q

from accounts.admin.sections.shown import when
from cameos.models import Cameo, Capability
from cameos.reading import consent_lost
from enforcement.admin.case_page.films import OF_FILMS, job_of, snapshots_of
from enforcement.admin.once import once_a_row
from enforcement.admin.wording import TAKEN_BACK, ended
from enforcement.models import Case
from lib.ids import IdKind, decode


@dataclass(frozen=True, slots=True)
class Lent:
    """`cameo` is None once its row is gone; `lost`: nobody sees the film under this consent."""

    row: Capability
    cameo: Cameo | None
    lost: bool

    @property
    def stands(self) -> str:
        """How the consent stands now, in words."""
        if self.row.ended_at is not None:
            return f"{ended(self.row.ended_for)} on {when(self.row.ended_at)}"
        if self.cameo is None:
            return "the likeness is gone"
        if self.lost:
            return TAKEN_BACK
        return "stands" if self.cameo.ended_at is None else "the likeness is gone"


@once_a_row
def lent_to(case: Case) -> list[Lent]:
    """All of its film, and those that a snapshot names where the film's own rows are gone; the
    earliest first. Two statements."""
    job_id, kept = job_of(case), _kept(case)
    if job_id is None and not kept:
        return []
    wanted = Q(pk__in=kept) if job_id is None else Q(film_id=job_id) | Q(pk__in=kept)
    lost = ExpressionWrapper(consent_lost(), output_field=BooleanField())
    rows = list(Capability.objects.filter(wanted).annotate(lost=lost).order_by("issued_at"))
    owned = Cameo.objects.filter(pk__in=[row.cameo_id for row in rows]).select_related("owner")
    cameos = {one.pk: one for one in owned}
    return [Lent(row, cameos.get(row.cameo_id), row.lost) for row in rows]


def _kept(case: Case) -> set[UUID]:
    if case.subject_kind not in OF_FILMS:
        return set()
    named = (one for row in snapshots_of(case) for one in row.seen["permission"])
    return {decode(IdKind.CAPABILITY, one) for one in named}
