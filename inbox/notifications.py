"""A person's notifications: their log, as people read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from accounts.models import User
from accounts.selectors import heard_by
from inbox import notices
from inbox.hiding import is_gone
from inbox.models import Event, PersonLog, SeenMark
from inbox.notices import Audience, Category, Channel, Parameter
from inbox.preferences import preferences_of
from inbox.selectors import as_json

MOST_UNREAD = 100  # ours: beyond it apps show "99+", and counting more would cost


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads, how far they have seen, and whose names they may be told."""

    person: User
    seen: int
    names: dict[UUID, str]


def notifications_of(person: User) -> QuerySet[Event]:
    """Newest first, of what they want to read in the app; without what tells of somebody whom they
    may not see now, or muted. `id` is the number."""
    return visible_to(person, preferences_of(person.pk).categories(Channel.IN_APP))


def visible_to(person: User, categories: frozenset[Category]) -> QuerySet[Event]:
    """As above, of these categories."""
    heard = Q(actor_id=None) | Q(actor_id__in=heard_by(person).values("pk"))
    types = [type_ for type_ in notices.types_in(categories) if _is_read_by(person, type_)]
    rows = Event.objects.filter(heard, person_id=person.pk, type__in=types)
    rows = rows.exclude(is_gone(person))
    return rows.annotate(id=F("number")).order_by("-number")


def unread_of(person: User) -> int:
    """How many they have not seen; MOST_UNREAD stands for that many and more."""
    return len(
        notifications_of(person).filter(number__gt=seen_by(person)).values("number")[:MOST_UNREAD]
    )


def seen_by(person: User) -> int:
    """The highest number that was before their eyes."""
    return PersonLog.objects.filter(pk=person.pk).values_list("seen", flat=True).first() or 0


def seen_at(*, person_id: UUID, number: int) -> Any:
    """When somebody first saw this, or None: the proof that a decision was shown (T6)."""
    marks = SeenMark.objects.filter(person_id=person_id, upto__gte=number).order_by("upto")
    return marks.values_list("at", flat=True).first()


def reader_of(person: User, events: Iterable[Event]) -> Reader:
    """What is needed to write these out for them."""
    actors = {event.actor_id for event in events if event.actor_id} if person.is_adult else set()
    named = heard_by(person).filter(pk__in=actors).values_list("pk", "handle") if actors else ()
    return Reader(person, seen_by(person), dict(named))


def notification_json(event: Event, reader: Reader) -> dict[str, Any]:
    """One as its reader sees it: the event, and what it says to them."""
    notice = notices.find(event.type)
    assert notice is not None  # noqa: S101 - the queryset has no other types
    return {
        **as_json(event),
        "category": notice.category.value,
        "text": text_for(notice, reader, event.actor_id),
        "seen": event.number <= reader.seen,
    }


def text_for(notice: notices.Notice, reader: Reader, actor_id: UUID | None) -> str:
    """The notice in the words for whoever reads it."""
    audience = notice.audience_of(reader.person) or Audience.TEEN
    text = str(notice.texts()[audience])
    if audience != Audience.ADULT:
        return text
    named = reader.names.get(actor_id, "") if actor_id else ""
    return text.format(**{Parameter.PERSON.value: named})


def _is_read_by(person: User, type_: str) -> bool:
    notice = notices.find(type_)
    return notice is not None and notice.audience_of(person) is not None
