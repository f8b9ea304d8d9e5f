"""Where a report belongs, and by when somebody decides."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from enforcement.reasons import Queue, Reason
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.facts import minor_in
from enforcement.triage.routing import Matter, clock_of, route


@dataclass(frozen=True, slots=True)
class Place:
    """A queue, and how long it may wait there."""

    queue: Queue
    clock: timedelta


def place_of(kind: SubjectKind, key: UUID, reason: Reason, *, shown: bool) -> Place:
    """Of what is reported for `reason`; `shown`: by somebody who is in it. Of child safety nothing
    of the thing is read."""
    minor = not reason.diverted and minor_in(kind, key)
    queue = route(Matter(kind, reason=reason, shown=shown, minor=minor))
    return Place(queue, clock_of(queue, reason))
