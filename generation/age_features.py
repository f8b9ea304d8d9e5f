"""What this room tells the age predictor: how often words of its groups stand in wishes, and on
which days wishes were made."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from accounts.prediction.features import FeatureSource
from accounts.prediction.words import count_words
from generation.models import Job

NEWEST = 200  # wishes; more would say nothing new
SATURDAY = 5


def _count(person_id: UUID, since: datetime) -> Mapping[str, int]:
    jobs = Job.objects.filter(owner_id=person_id, created_at__gt=since, erase_requested_at=None)
    newest = list(jobs.order_by("-created_at")[:NEWEST])
    words = count_words(text for job in newest for text in job.own_words)
    weekend = sum(job.created_at.weekday() >= SATURDAY for job in newest)
    return {**words, "acts": len(newest), "weekend_acts": weekend}


def _active(since: datetime) -> Iterable[UUID]:
    return Job.objects.filter(created_at__gt=since).values_list("owner_id", flat=True).distinct()


SOURCE = FeatureSource("generation", _count, _active)
