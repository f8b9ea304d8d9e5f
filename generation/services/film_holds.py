"""Closing remixes or downloads of a film by a decision of enforcement, or withdrawing it whole, and
opening it again."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from audit.services import record
from generation.models import Job
from generation.models.film_holds import FilmHold, FilmHoldKind
from generation.services import files
from lib.actors import Actor
from lib.sanctions import LIVE, lift, put


def hold_film(
    *, job_id: UUID, kind: FilmHoldKind, cause: str, actor: Actor, told: bool = True
) -> bool:
    """From now on, until the same cause lifts it. False where the film is gone. What is being made
    of it already goes on. `told`: whether its maker may hear of it; of child safety they do not."""
    with transaction.atomic():
        job = _locked(job_id)
        if job is None:
            return False
        if put(FilmHold, cause=cause, job=job, kind=kind):
            if kind == FilmHoldKind.REMOVED:
                files.withdraw(job)
            _record("held", job, kind, actor, told=told)
    return True


def lift_film(
    *,
    job_id: UUID,
    kind: FilmHoldKind,
    cause: str,
    actor: Actor,
    told: bool = True,
    is_down: Callable[[Job], bool] = lambda _job: False,
) -> None:
    """What this cause closed is open again, unless another closes it too. Safe to do again.

    `is_down`: whether something else than such a hold keeps its files where they are, asked while
    the job is held.
    """
    with transaction.atomic():
        job = _locked(job_id)
        if job is not None and lift(FilmHold, cause=cause, job=job, kind=kind):
            if kind == FilmHoldKind.REMOVED and not is_withdrawn_by_us(job) and not is_down(job):
                files.restore(job)
            _record("lifted", job, kind, actor, told=told)


def is_withdrawn_by_us(job: Job) -> bool:
    """Whether a decision about the film itself withdrew it; what was decided of posts is another
    thing. Held from now on, so that of two who give files back one sees what the other did."""
    _locked(job.pk)
    return FilmHold.objects.filter(LIVE, job=job, kind=FilmHoldKind.REMOVED).exists()


def _record(what: str, job: Job, kind: FilmHoldKind, actor: Actor, *, told: bool) -> None:
    record(
        f"generation.film.{what}",
        actor=actor,
        target=job.public_id,
        kind=kind.value,
        sealed=not told,
    )


def _locked(job_id: UUID) -> Job | None:
    return Job.objects.select_for_update(no_key=True, of=("self",)).filter(pk=job_id).first()
