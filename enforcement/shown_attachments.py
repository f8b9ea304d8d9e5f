"""What becomes of pictures that came with reports, as their senders and staff read it."""

from enum import StrEnum
from uuid import UUID

from enforcement.models import Case, ReportAttachment


class Looked(StrEnum):
    """Of one that was kept, and of one of which nothing was, its sender reads the same."""

    WAITING = "waiting"
    LOOKED_AT = "looked_at"
    COULD_NOT_BE_CHECKED = "could_not_be_checked"


UNCHECKED = "A picture came with it that could not be checked: nobody saw it, and it is erased."
STILL = "A picture came with it that is not checked yet."


def looked_of(row: ReportAttachment) -> Looked:
    """For its sender."""
    if row.unchecked:
        return Looked.COULD_NOT_BE_CHECKED
    return Looked.WAITING if row.looked_at is None else Looked.LOOKED_AT


def unseen_in(case: Case) -> list[tuple[UUID, str]]:
    """For staff: each that they do not see and why, with the key of its report."""
    rows = ReportAttachment.objects.filter(report__case=case).order_by("uploaded_at", "pk")
    said = {Looked.WAITING: STILL, Looked.COULD_NOT_BE_CHECKED: UNCHECKED}
    found = [(row.report_id, looked_of(row)) for row in rows]
    return [(key, said[looked]) for key, looked in found if looked in said]
