"""What the maker of a post that is hidden first reads of it, beside the event: for what, since when
and until when, day by day. Nothing of who said so or how many did, nor of child safety (E47)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from accounts.models import User
from enforcement.models.hidings import told_of, told_to
from enforcement.policies import see_hiding
from enforcement.reasons import REASONS, Topic
from feed.hidden import Source
from feed.models import Post
from feed.states import PostState

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Hidden:
    """A post of somebody, for one topic, whatever number of reasons and people it has. `until`:
    when it is shown again where nobody decided, None where only a decision ends it."""

    post_id: UUID
    topic: Topic
    since: datetime
    until: datetime | None
    contestable: bool


def hidden_of(person: User) -> list[Hidden]:
    """What hides something of theirs now, the newest first, SHOWN rows at most."""
    rows = see_hiding.queryset(person).order_by("-since", "-pk")[:SHOWN]
    return _merged(
        Hidden(
            row.post_id, REASONS[row.reason].topic, row.since, row.ends_at, row.contested_at is None
        )
        for row in rows
    )


def _rows(post: OuterRef) -> ArraySubquery:
    rows = told_of().filter(post_id=post, ended_at=None).order_by("-since", "-pk")
    said = JSONObject(
        post="post_id", reason="reason", since="since", until="ends_at", contested="contested_at"
    )
    return ArraySubquery(rows.values(said=said))


def _said(rows: list[Any]) -> list[dict[str, Any]]:
    from enforcement.api.hidden_bodies import hidden_json

    found = _merged(
        Hidden(
            UUID(row["post"]),
            REASONS[row["reason"]].topic,
            datetime.fromisoformat(row["since"]),
            datetime.fromisoformat(row["until"]) if row["until"] else None,
            row["contested"] is None,
        )
        for row in rows
    )
    return [hidden_json(one) for one in found]


def _merged(rows: Iterable[Hidden]) -> list[Hidden]:
    """Each topic of a post once: how many spoke is nobody's to count."""
    found: dict[tuple[UUID, Topic], Hidden] = {}
    for row in rows:
        there = found.get((row.post_id, row.topic))
        found[row.post_id, row.topic] = row if there is None else _both(there, row)
    return list(found.values())


def _both(one: Hidden, other: Hidden) -> Hidden:
    ends = (one.until, other.until)
    return Hidden(
        one.post_id,
        one.topic,
        since=min(one.since, other.since),
        until=None if None in ends else max(end for end in ends if end),
        contestable=one.contestable or other.contestable,
    )


@dataclass(frozen=True, slots=True)
class Spell:
    """From when a post was hidden for a topic until it was so no more. `contested`: when last;
    `ended`: None while it is hidden; beneath a decision that removed the post it ends with that."""

    hidden: Hidden
    contested: datetime | None
    ended: datetime | None


def spells_of(person: User) -> list[Spell]:
    """All that ever hid something of theirs, reasons that met or overlapped as one, the oldest
    first; for their archive."""
    last: dict[tuple[UUID, Topic], int] = {}
    found: list[Spell] = []
    posts = Post.objects.filter(author_id=person.pk, state=PostState.PUBLISHED)
    there = set(posts.values_list("pk", flat=True))
    for row in told_to(person.pk).select_related("case").order_by("since", "pk"):
        topic, open_ = REASONS[row.reason].topic, row.contested_at is None
        hidden = Hidden(row.post_id, topic, row.since, row.ends_at, open_)
        ended = row.ended_at or (None if row.post_id in there else row.case.decided_at)
        one, at = Spell(hidden, row.contested_at, ended), last.get((row.post_id, topic))
        if at is not None and _meet(found[at], row.since):
            found[at] = _joined(found[at], one)
        else:
            last[row.post_id, topic] = len(found)
            found.append(one)
    return found


def _meet(spell: Spell, since: datetime) -> bool:
    return spell.ended is None or since <= spell.ended


def _joined(one: Spell, other: Spell) -> Spell:
    ended = (one.ended, other.ended)
    return Spell(
        _both(one.hidden, other.hidden),
        max(filter(None, (one.contested, other.contested)), default=None),
        None if None in ended else max(filter(None, ended)),
    )


SOURCE = Source(rows=_rows, said=_said)
