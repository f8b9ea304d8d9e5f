"""What may be done with a film: what everybody in it permits, but for what a decision closed."""

from typing import Any

from django.db.models import OuterRef, Q

from cameos.bounds import bounds
from generation.models.film_holds import BOUNDS, film_held


def film_bounds(film: OuterRef) -> dict[str, Any]:
    """The annotations of `cameos.bounds`, narrowed."""
    permitted: dict[str, Any] = dict(bounds(film))
    for kind in BOUNDS:
        permitted[kind.value] = Q(permitted[kind.value]) | Q(film_held(film, kind))
    return permitted
