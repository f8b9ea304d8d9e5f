"""What keeps a draft from going by itself; rooms to the right say what (a post of it, say)."""

from collections.abc import Callable
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

# What there is of a room for the draft with this key.
Keeper = Callable[[OuterRef], Exists]

_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Called once, in `AppConfig.ready()`."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def is_kept() -> Q:
    """Of a queryset of drafts: those that something keeps."""
    nothing = Q(pk__in=[])
    return reduce(or_, (Q(keeper(OuterRef("pk"))) for keeper in _keepers), nothing)
