"""What becomes of jobs whose consents ended."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit.services import record
from cameos.models import Capability
from generation.models import Job
from generation.services.contest import contest_refusal
from generation.services.endings import end_unconsented
from generation.services.permitted import fault_of
from generation.services.verdicts import is_closed_to_reviewers
from generation.states import TERMINAL, WAITING, WORKING, JobState
from generation.work.lease import patiently
from lib.actors import Actor
from lib.ids import IdKind
from moderation.services.reviews import open_subjects

KEEPER = Actor.system("consent")


def stop_severed(cameo_id: UUID, person_id: UUID | None) -> None:
    """End, or ask their workers to end, the unfinished jobs under consents that do not stand any
    more. Said twice, or late, it finds what holds then."""
    unfinished = Capability.objects.filter(cameo_id=cameo_id, completed_at=None)
    if person_id is not None:
        unfinished = unfinished.filter(requester_id=person_id)
    jobs = Job.objects.filter(pk__in=unfinished.values("film_id"))
    for job_id in jobs.exclude(state__in=sorted(TERMINAL)).values_list("pk", flat=True):
        patiently(lambda key=job_id: _stop(key))  # type: ignore[misc]


def _stop(job_id: UUID) -> None:
    with transaction.atomic():
        if fault_of(job_id) is None:
            return
        job = Job.objects.select_for_update(of=("self",)).select_related("owner").get(pk=job_id)
        if job.state in WAITING | {JobState.HELD} or _may_come_back(job):
            end_unconsented(job, actor=KEEPER)
        elif job.state in WORKING and job.cancel_requested_at is None:
            job.cancel_requested_at = timezone.now()
            job.save(update_fields=["cancel_requested_at"])
            record("generation.job.cancel_requested", actor=KEEPER, target=job.public_id)


def _may_come_back(job: Job) -> bool:
    """A refusal that a person may yet lift. What no single reviewer sees stays as it is kept."""
    if job.state != JobState.REFUSED or is_closed_to_reviewers(job):
        return False
    return contest_refusal(job) is None or job.public_id in open_subjects(IdKind.GENERATION)
