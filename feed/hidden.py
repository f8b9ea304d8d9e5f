"""What its author reads of a post that nobody else sees for now: a room to the right knows why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, OuterRef, Subquery, Value, When

from feed.states import PostState


@dataclass(frozen=True, slots=True)
class Source:
    """`rows`: a subquery of what hides the post with this key, a list; `said`: the bodies of
    HiddenSerializer that such a list makes."""

    rows: Callable[[OuterRef], Subquery]
    said: Callable[[list[Any]], list[dict[str, Any]]]


_sources: list[Source] = []


def register(source: Source) -> None:
    """Called by the one room that knows, in `AppConfig.ready()`."""
    _sources[:] = [source]


def rows_for(viewer_id: UUID) -> Case:
    """Of `Post` rows: what hides them, of those of this viewer that are published; else null, and
    nothing is read."""
    nothing = Value(None)
    if not _sources:
        return Case(default=nothing)
    return Case(
        When(author=viewer_id, state=PostState.PUBLISHED, then=_sources[0].rows(OuterRef("pk"))),
        default=nothing,
    )


def said(rows: list[Any] | None) -> list[dict[str, Any]]:
    """Of what `rows_for` read."""
    return _sources[0].said(rows) if rows and _sources else []
