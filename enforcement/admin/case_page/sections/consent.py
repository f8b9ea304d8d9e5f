from accounts.admin.sections.shown import Cell, Shown, Table, person_link, when
from accounts.models import User
from enforcement.admin.case_page.films import job_of
from enforcement.admin.case_page.lent import Lent, lent_to
from enforcement.models import Case


def read(case: Case, viewer: User) -> Shown | None:
    """Who lent their likeness to it, and whether that stands: ids, states and times. Templates and
    recordings are nobody's to see."""
    job_id = None if case.diverted else job_of(case)
    if job_id is None:
        return None
    return Shown(
        tables=(
            Table(
                "",
                ("whose", "what", "consent", "lent", "how", "id"),
                tuple(_row(one) for one in lent_to(case) if one.row.film_id == job_id),
                empty="No likeness was lent to it, by our records.",
            ),
        )
    )


def _row(one: Lent) -> tuple[Cell, ...]:
    row, cameo = one.row, one.cameo
    how = [
        *(["by what it was made out of"] if row.inherited else ["chosen"]),
        *(["for friends alone"] if row.friends_only else []),
    ]
    return (
        person_link(cameo.owner) if cameo else "gone",
        cameo.get_kind_display() if cameo else "-",
        one.stands,
        when(row.issued_at),
        ", ".join(how),
        row.public_id,
    )
