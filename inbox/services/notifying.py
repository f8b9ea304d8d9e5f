"""The door through which all rooms tell a person something."""

from typing import Any
from uuid import UUID

from inbox import notices
from inbox.services import log, pushing


def notify(
    *,
    person_id: UUID,
    type: str,
    data: dict[str, Any],
    about: UUID | None = None,
    actor_id: UUID | None = None,
) -> int:
    """Write an event into a person's log and owe their phones a push where it has a notice, in the
    caller's transaction. Returns the number; raises as `log.append` does."""
    number = log.append(person_id=person_id, type=type, data=data, about=about, actor_id=actor_id)
    notice = notices.find(type)
    if number and notice is not None:
        pushing.owe(person_id=person_id, number=number, category=notice.category)
    return number
