"""Several videos for one wish, each from another seed."""

from typing import Any
from uuid import uuid4

from django.db import transaction

from generation.models import Job
from generation.services.beginning import ALONE, Variation
from generation.services.submit import submit
from generation.states import JobState


def submit_all(count: int, **wish: Any) -> list[Job]:
    """All of them, or none: each counts towards the quota and asks each subject. What the policy
    refuses is kept once. Takes what `submit` takes, and raises what it raises."""
    batch = uuid4() if count > 1 else None
    jobs: list[Job] = []
    with transaction.atomic():
        for number in range(count):
            one = ALONE if batch is None else Variation(number, batch)
            jobs.append(submit(**wish, variation=one))
            if jobs[-1].state == JobState.REFUSED:
                break
    return jobs
