"""Reading a person's log."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from accounts.selectors import heard_by
from inbox.hiding import without_gone
from inbox.models import Event, PersonLog
from lib.errors import DomainError, ErrorCode


@dataclass(frozen=True, slots=True)
class LogPage:
    """Events in order; `cursor` is the number up to which all was considered."""

    events: list[Event]
    cursor: int
    more: bool


class LogGone(DomainError):
    """What follows the cursor is kept no more, or the cursor is not of this log."""

    def __init__(self, *, oldest: int, latest: int) -> None:
        super().__init__(
            ErrorCode.GONE,
            "Events after this one are kept no more. Read your state anew, then start without it.",
            attr="after",
        )
        self.oldest = oldest
        self.latest = latest


def read_log(*, viewer: User, after: int | None, limit: int) -> LogPage:
    """Up to `limit` events of the viewer after number `after` (None: from the oldest kept).

    Events told of somebody whom the viewer may not see now, or muted, are left out, old ones too,
    and those about a thing that was hidden since (inbox/hiding.py); so a page may hold fewer than
    `limit` while `more` is true. Raises LogGone.
    """
    rows = list(
        Event.objects.filter(person_id=viewer.pk, number__gt=after or 0).order_by("number")[
            : limit + 1
        ]
    )
    # The log is read after its events: what was forgotten before them shows here.
    log = PersonLog.objects.filter(person_id=viewer.pk).first() or PersonLog()
    if after is not None and not log.forgotten <= after <= log.last:
        raise LogGone(oldest=log.forgotten + 1, latest=log.last)
    page = rows[:limit]
    cursor = page[-1].number if page else max(after or 0, log.forgotten)
    return LogPage(_seen_by(viewer, page), cursor, len(rows) > limit)


def as_json(event: Event) -> dict[str, Any]:
    """The event as clients see it, over HTTP and over the socket alike."""
    at = event.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"id": event.number, "type": event.type, "at": at, "data": event.data}


def _seen_by(viewer: User, events: list[Event]) -> list[Event]:
    events = without_gone(viewer, events)
    actors = {event.actor_id for event in events if event.actor_id}
    if not actors:
        return events
    seen = set(heard_by(viewer).filter(pk__in=actors).values_list("pk", flat=True))
    return [event for event in events if event.actor_id is None or event.actor_id in seen]
