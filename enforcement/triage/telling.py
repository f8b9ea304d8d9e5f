"""Telling staff: an event in their logs, a row in the log. Counts and codes, never a case.

People's logs stay locked until COMMIT: this comes last in a transaction.
"""

from typing import Any
from uuid import UUID

import structlog

from accounts.models import Right, User
from accounts.staffing import staff_with
from enforcement.models import Case
from enforcement.policies import claimable, permission_of
from enforcement.reasons import Queue
from inbox.services import notify

log = structlog.get_logger(__name__)
REPLIED = "desk.replied"


def tell_desk(type: str, *, queue: Queue, leads: bool = False, **data: Any) -> None:
    """Those who may see what lies in the queue; with `leads` these too."""
    who = (permission_of(queue), Right.SEE_LOOKS) if leads else (permission_of(queue),)
    _tell(who, type, {"queue": queue.value, **data})


def tell_replied(case: Case, asked_by: UUID | None) -> None:
    """Whoever asked, while they may answer it; else those who may see what lies in the queue."""
    data = {"queue": case.queue, "cases": 1}
    asker = User.objects.filter(pk=asked_by).first() if asked_by else None
    if asker is not None and claimable(asker).filter(pk=case.pk).exists():
        notify(person_id=asker.pk, type=REPLIED, data=data)
    else:
        _tell((permission_of(Queue(case.queue)),), REPLIED, data)


def page_leads(type: str, **data: Any) -> None:
    """Leads alone."""
    _tell((Right.SEE_LOOKS,), type, data)


def _tell(permissions: tuple[str, ...], type: str, data: dict[str, Any]) -> None:
    log.warning("desk_alert", event_type=type, **data)
    for person in staff_with(*permissions):
        notify(person_id=person.pk, type=type, data=data)
