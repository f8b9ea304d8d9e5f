"""What somebody hears of their own appeal; nobody else hears that there is one (Q-15).

A person's log stays locked until COMMIT: these come last in a transaction.
"""

from collections.abc import Sequence

from enforcement import tasks
from enforcement.models import Appeal, AppealState
from enforcement.overtaken import open_until, overtaken
from inbox.services import notify
from lib.outbox.services import enqueue


def tell_settled(appeals: Sequence[Appeal]) -> None:
    """It was answered, or another decision took the place of what it was about."""
    for row in sorted(appeals, key=lambda one: str(one.person_id)):
        if row.state == AppealState.SUPERSEDED:
            _tell_overtaken(row)
            continue
        enqueue(tasks.mail_appeal, row.pk)
        if row.person_id is not None:
            notify(
                person_id=row.person_id,
                type="appeal.answered",
                data={
                    "appeal": row.public_id,
                    "decision": row.decision.public_id if row.report_id is None else None,
                    "report": row.report.public_id if row.report else None,
                    "state": row.state,
                    "outcome": row.outcome or None,
                },
                about=row.pk,
            )


def _tell_overtaken(row: Appeal) -> None:
    found = overtaken(row)
    if found is None:
        return
    enqueue(tasks.mail_appeal, row.pk)
    if row.person_id is None:
        return
    anew = open_until(found.result)
    notify(
        person_id=row.person_id,
        type="appeal.overtaken",
        data={
            "appeal": row.public_id,
            "decision": row.decision.public_id if row.report_id is None else None,
            "report": row.report.public_id if row.report else None,
            "finding": found.finding.value,
            "replaced_by": found.result.public_id if found.result else None,
            "appealable_until": anew[1].date().isoformat() if anew else None,
        },
        about=row.pk,
    )


def tell_asked(appeal: Appeal) -> None:
    """Whoever answers it has a question; its words stand behind the id."""
    enqueue(tasks.mail_question, appeal.pk)
    if appeal.person_id is not None:
        notify(
            person_id=appeal.person_id,
            type="appeal.asked",
            data={"appeal": appeal.public_id},
            about=appeal.pk,
        )
