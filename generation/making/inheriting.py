"""Who is in it because they are in what it is made of, and on which terms."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from cameos.models import Capability
from cameos.permissions.terms import FOR_EVER, Terms, of_all


def inherited_people(film_ids: Iterable[UUID]) -> tuple[UUID, ...]:
    """The cameos in these films, in the order of their ids."""
    lent = Capability.objects.filter(film_id__in=list(film_ids))
    return tuple(lent.order_by("cameo_id").values_list("cameo_id", flat=True).distinct())


def inherited_terms(film_ids: Iterable[UUID]) -> Terms:
    """What all of them permit together (D-3). Until when is asked anew: each video needs a consent
    that stands when it is made."""
    lent = Capability.objects.filter(film_id__in=list(film_ids))
    return of_all(replace(one.bounds(), expires=FOR_EVER) for one in lent)
