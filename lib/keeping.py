"""What keeps rows of a kind over their time: the owner asks, and rooms to the right say what."""

from collections.abc import Callable
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

# What there is of a room for the row with this key.
Keeper = Callable[[OuterRef], Exists]


class Keepers:
    """Of one kind of rows."""

    def __init__(self) -> None:
        self._keepers: list[Keeper] = []

    def register(self, keeper: Keeper) -> None:
        """Called once, in `AppConfig.ready()`."""
        if keeper not in self._keepers:
            self._keepers.append(keeper)

    def any_of(self) -> Q:
        """Of a queryset of such rows: those that something keeps."""
        nothing = Q(pk__in=[])
        return reduce(or_, (Q(keeper(OuterRef("pk"))) for keeper in self._keepers), nothing)
