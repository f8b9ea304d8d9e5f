"""Cases that wait, and staff who work on them."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import User
from enforcement.models import Case
from enforcement.reasons import Queue
from enforcement.subjects.kinds import SubjectKind
from lib.ids import new_id
from tests import cast
from tests.enforcement.reporting import given

_MINUTES = count()


def reviewer(*permissions: str) -> User:
    """Staff who handle cases; with other rights where they are named."""
    return given(cast.moderator(), *(permissions or ("handle_case",)))


def waiting(
    number: int,
    *,
    owner: User | None = None,
    queue: Queue = Queue.GENERAL,
    priority: int = 50,
    **more: Any,
) -> list[Case]:
    """So many, each about a post that is not there any more."""
    cases, person = [], owner or cast.adult("shown")
    for _ in range(number):
        due = timezone.now() + timedelta(hours=4, minutes=next(_MINUTES))
        cases.append(
            Case.objects.create(
                subject_kind=SubjectKind.POST,
                subject_id=new_id(),
                owner_id=person.pk,
                queue=queue,
                priority=priority,
                severity=priority,
                sla_due_at=due,
                **more,
            )
        )
    return cases
