from accounts.admin.sections.shown import Cell, Shown, Table, person_link, when
from accounts.models import User
from cameos.models import Cameo, Capability
from enforcement.admin.case_page.films import job_of
from enforcement.models import Case


def read(case: Case, viewer: User) -> Shown | None:
    """Who lent their likeness to it, and whether that stands: ids, states and times. Templates and
    recordings are nobody's to see."""
    job_id = None if case.diverted else job_of(case)
    if job_id is None:
        return None
    lent = list(Capability.objects.filter(film_id=job_id).order_by("issued_at"))
    cameos = {
        one.pk: one
        for one in Cameo.objects.filter(pk__in=[row.cameo_id for row in lent]).select_related(
            "owner"
        )
    }
    return Shown(
        tables=(
            Table(
                "",
                ("whose", "what", "consent", "lent", "how", "id"),
                tuple(_row(row, cameos.get(row.cameo_id)) for row in lent),
                empty="No likeness was lent to it, by our records.",
            ),
        )
    )


def _row(row: Capability, cameo: Cameo | None) -> tuple[Cell, ...]:
    how = [
        *(["by what it was made out of"] if row.inherited else ["chosen"]),
        *(["for friends alone"] if row.friends_only else []),
    ]
    return (
        person_link(cameo.owner) if cameo else "gone",
        cameo.get_kind_display() if cameo else "-",
        _consent(row, cameo),
        when(row.issued_at),
        ", ".join(how),
        row.public_id,
    )


def _consent(row: Capability, cameo: Cameo | None) -> str:
    if row.ended_at is not None:
        return f"ended for {row.ended_for.replace('_', ' ')} on {when(row.ended_at)}"
    if cameo is None:
        return "the likeness is gone"
    through = cameo.remixes_hidden_through if row.inherited else cameo.hidden_through
    if row.epoch <= through:
        return "taken back for this video"
    return "stands" if cameo.ended_at is None else "the likeness is gone"
