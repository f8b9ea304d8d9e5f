"""Telling staff: an event in their logs, a row in the log. Counts and codes, never a case.

People's logs stay locked until COMMIT: this comes last in a transaction.
"""

from typing import Any

import structlog

from accounts.models import Right
from accounts.staffing import staff_with
from enforcement.policies import permission_of
from enforcement.reasons import Queue
from inbox.services import notify

log = structlog.get_logger(__name__)


def tell_desk(type: str, *, queue: Queue, leads: bool = False, **data: Any) -> None:
    """Those who may see what lies in the queue; with `leads` these too."""
    who = (permission_of(queue), Right.SEE_LOOKS) if leads else (permission_of(queue),)
    _tell(who, type, {"queue": queue.value, **data})


def page_leads(type: str, **data: Any) -> None:
    """Leads alone."""
    _tell((Right.SEE_LOOKS,), type, data)


def _tell(permissions: tuple[str, ...], type: str, data: dict[str, Any]) -> None:
    log.warning("desk_alert", event_type=type, **data)
    for person in staff_with(*permissions):
        notify(person_id=person.pk, type=type, data=data)
