"""What becomes of consents whose jobs ended."""

from uuid import UUID

from django.db import transaction

from cameos.capabilities.returning import give_back, taken_for
from generation.models import Job
from generation.states import JobState
from lib.actors import Actor

KEEPER = Actor.system("consent")
WITHOUT_DRAFT = frozenset({JobState.FAILED, JobState.CANCELLED, JobState.REFUSED})


def return_grants(job_id: UUID) -> None:
    """Each grant for once that a job used up and made nothing of; once, however often said."""
    with transaction.atomic():
        rows = taken_for(job_id)
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is None or job.state not in WITHOUT_DRAFT:
            return  # a person found its refusal wrong meanwhile
        for row in rows:
            give_back(row, actor=KEEPER)
