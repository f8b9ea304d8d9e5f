"""Closing remixes or downloads of a film by a decision of enforcement, and opening them again."""

from uuid import UUID

from django.db import transaction

from audit.services import record
from generation.models import Job
from generation.models.film_holds import FilmHold, FilmHoldKind
from lib.actors import Actor
from lib.sanctions import lift, put


def hold_film(*, job_id: UUID, kind: FilmHoldKind, cause: str, actor: Actor) -> bool:
    """From now on, until the same cause lifts it. False where the film is gone. What is being made
    of it already goes on."""
    with transaction.atomic():
        job = _locked(job_id)
        if job is None:
            return False
        if put(FilmHold, cause=cause, job=job, kind=kind):
            record("generation.film.held", actor=actor, target=job.public_id, kind=kind.value)
    return True


def lift_film(*, job_id: UUID, kind: FilmHoldKind, cause: str, actor: Actor) -> None:
    """What this cause closed is open again, unless another closes it too. Safe to do again."""
    with transaction.atomic():
        job = _locked(job_id)
        if job is not None and lift(FilmHold, cause=cause, job=job, kind=kind):
            record("generation.film.lifted", actor=actor, target=job.public_id, kind=kind.value)


def _locked(job_id: UUID) -> Job | None:
    return Job.objects.select_for_update(no_key=True, of=("self",)).filter(pk=job_id).first()
