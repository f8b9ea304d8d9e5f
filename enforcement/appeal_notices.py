"""What somebody hears of their own appeal; nobody else hears that there is one (Q-15).

A person's log stays locked until COMMIT: these come last in a transaction.
"""

from collections.abc import Sequence

from enforcement import tasks
from enforcement.models import Appeal
from inbox.services import notify
from lib.outbox.services import enqueue


def tell_settled(appeals: Sequence[Appeal]) -> None:
    """It was answered, or another decision took the place of what it was about."""
    for row in sorted(appeals, key=lambda one: str(one.person_id)):
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
