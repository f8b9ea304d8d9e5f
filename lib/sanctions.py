"""Sanctions that stack (E22): each is a row with its cause, and what holds is what any live row
says. So lifting one lifts what it caused and nothing else, in whatever order they came and go.

The owner of what is held inherits `Hold`, with a partial unique constraint over what is held and
the cause, and changes its own state by what `live` says.
"""

from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from lib.ids import new_id

# What staff did at the desk of the room itself, without a decision of enforcement.
DESK = "desk"
LIVE = models.Q(lifted_at=None)


class Hold(models.Model):
    """`cause`: the name of what it is there for (`act_…`, `rule:…`, DESK); not to be reused. A
    lifted row stays, as history."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cause = models.CharField(max_length=64)
    since = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


H = TypeVar("H", bound=Hold)


def put(model: type[H], *, cause: str, **held: Any) -> bool:
    """In the caller's transaction, which holds the row of what is held. Twice is once; returns
    whether it is new."""
    there = model._default_manager.filter(LIVE, cause=cause, **held)
    if there.exists():
        return False
    model._default_manager.create(cause=cause, **held)
    return True


def lift(model: type[H], *, cause: str, **held: Any) -> bool:
    """The same for the end of it; returns whether there was one."""
    live = model._default_manager.filter(LIVE, cause=cause, **held)
    return live.update(lifted_at=timezone.now()) > 0
