"""How many videos somebody made, for those who read days in numbers."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from generation.models import Draft
from parental.activity import per_day


def films_made(person_id: UUID, start: datetime, stop: datetime) -> Mapping[date, int]:
    """Videos that were finished, of each day in UTC; those that were deleted since, too."""
    return per_day(Draft.objects.filter(owner=person_id), "created_at", start, stop)
