"""Films whose consent was taken back: hidden at read since, and removed here, film by film.

Each is owed in a row (`OwedErasure`) from the moment that its revocation has passed it, and counts
as gone only when all of it is. So whoever is killed anywhere leaves one who goes on, and a film
that cannot be removed now keeps no other back.
"""

from uuid import UUID

import structlog
from django.db import transaction

from cameos.models import Capability
from cameos.reading import consent_lost
from cameos.revoking import progress
from generation import tasks
from generation.models import Job, OwedErasure, WhyErased
from generation.services.withdrawing import withdraw_draft
from generation.states import SETTLED
from generation.work.erasure import erase_owed
from generation.work.evidence import outlasts_revocation
from generation.work.owing import store_is_away
from generation.work.withdrawn import finish_if_done
from lib.outbox.models import OutboxMessage
from lib.outbox.services import enqueue

log = structlog.get_logger(__name__)

BATCH = 50


def withdraw_films(revocation_id: UUID) -> None:
    """The next films of a revocation; a late or doubled message finds none.

    While the store is away drafts, posts and answers go all the same: only files wait.
    """
    owed = progress.films_owed(revocation_id, most=BATCH)
    away = bool(owed) and store_is_away()
    for capability_id, film_id in owed:
        job = _to_be_removed(film_id)
        with transaction.atomic():
            first = progress.reached(revocation_id, capability_id, gone=job is None)
            if job is not None and first:
                _owe(job, revocation_id)
        if job is not None and first:
            _withdraw(job, files=not away)
    if len(owed) < BATCH:
        finish_if_done(revocation_id)
    else:
        enqueue(tasks.withdraw_films, revocation_id)


def withdraw_film(film_id: UUID) -> None:
    """One that was found where it should not be. Safe to do again."""
    if job := _to_be_removed(film_id):
        _owe(job)
        erase_owed(job.pk)


def withdraw_if_lost(film_id: UUID) -> None:
    """One that was refused, or is shown no more, if somebody in it took their consent back. Asked
    after its COMMIT: whoever takes it back later finds it settled. Safe to do again."""
    of_film = Capability.objects.filter(film_id=film_id, gone_at=None)
    if of_film.filter(consent_lost()).exists():
        withdraw_film(film_id)


def _to_be_removed(film_id: UUID) -> Job | None:
    """None for what is left alone: what is not there, and what stays as evidence. A job that still
    runs ends at its next step, where consent is asked, and leaves nothing."""
    job = Job.objects.filter(pk=film_id, state__in=sorted(SETTLED)).first()
    return None if job is None or outlasts_revocation(job) else job


def _owe(job: Job, revocation_id: UUID | None = None) -> None:
    """Without a message: it is done at once, and the clock asks for what is not."""
    OwedErasure.objects.create(job=job, why=WhyErased.WITHDRAWN, revocation_id=revocation_id)


def _withdraw(job: Job, *, files: bool) -> None:
    try:
        if files:
            erase_owed(job.pk)
        else:
            withdraw_draft(job)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is owed, and others wait
        log.error("film_not_withdrawn", job=str(job.pk), error=type(error).__name__)


def resume() -> int:
    """Send again what was forgotten, unless its message waits. Returns how many."""
    unsent = OutboxMessage.objects.filter(actor_name=tasks.withdraw_films.actor_name, sent_at=None)
    waiting = {UUID(args[0]) for args in unsent.values_list("args", flat=True)}
    owed = [one for one in progress.forgotten() if one not in waiting]
    with transaction.atomic():
        for revocation_id in owed:
            enqueue(tasks.withdraw_films, revocation_id)
    return len(owed)
