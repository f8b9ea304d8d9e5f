"""What keeps a picture over its time; rooms to the right say what (a video that is being made of
it, say). Nothing keeps one that was removed, or that rests on an attestation."""

from collections.abc import Callable
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

# What there is of a room for the picture with this key.
Keeper = Callable[[OuterRef], Exists]

_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Called once, in `AppConfig.ready()`."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def is_needed() -> Q:
    """Of a queryset of pictures: those that something keeps."""
    nothing = Q(pk__in=[])
    return reduce(or_, (Q(keeper(OuterRef("pk"))) for keeper in _keepers), nothing)
