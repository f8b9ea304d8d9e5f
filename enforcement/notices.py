"""What people hear of their own reports: ids and codes. Whoever was reported hears nothing of
reports, ever: neither who, nor how many, nor when.

A person's log stays locked until COMMIT: these come last in a transaction.
"""

from datetime import datetime
from uuid import UUID

from enforcement.models import Report
from inbox.services import notify


def tell_answered(report: Report) -> None:
    """What was found about the thing that they reported."""
    assert report.reporter_id is not None  # noqa: S101 - contacts get a mail
    notify(
        person_id=report.reporter_id,
        type="report.answered",
        data={"report": report.public_id, "outcome": report.outcome},
        about=report.pk,
    )


def tell_paused(person_id: UUID, until: datetime) -> None:
    """What they report has no effect until then."""
    notify(person_id=person_id, type="reporting.paused", data={"until": until.isoformat()})


def tell_resumed(person_id: UUID) -> None:
    """It has effect again."""
    notify(person_id=person_id, type="reporting.resumed", data={})
