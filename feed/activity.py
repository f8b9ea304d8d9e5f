"""How many videos somebody showed to others, for those who read days in numbers."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from feed.models import Post
from parental.activity import per_day


def films_shown(person_id: UUID, start: datetime, stop: datetime) -> Mapping[date, int]:
    """Posts that others could see, of each day in UTC; those that were deleted since, too."""
    return per_day(Post.objects.filter(author=person_id), "published_at", start, stop)
