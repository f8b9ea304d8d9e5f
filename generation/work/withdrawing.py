"""Films whose consent was taken back: hidden at read since, and removed here, film by film.

Killed anywhere within: the film is done again, for it counts as gone only when all of it is.
"""

from uuid import UUID

from django.db import transaction

from cameos.capabilities.showing import note_gone
from cameos.models import Capability
from cameos.reading import consent_lost
from cameos.revoking import progress
from generation import tasks
from generation.models import Job
from generation.services.verdicts import is_closed_to_reviewers
from generation.services.withdrawing import withdraw_draft
from generation.states import SETTLED, JobState
from generation.work.erasure import remove_assets
from generation.work.evidence import is_kept_as_evidence
from generation.work.leftovers import remove_unclaimed, remove_work_folder
from lib.outbox.models import OutboxMessage
from lib.outbox.services import enqueue

BATCH = 50


def withdraw_films(revocation_id: UUID) -> None:
    """The next films of a revocation; a late or doubled message finds none."""
    owed = progress.films_owed(revocation_id, most=BATCH)
    for capability_id, film_id in owed:
        is_gone = _remove(film_id)
        with transaction.atomic():
            progress.reached(revocation_id, capability_id)
            if is_gone:
                note_gone(film_id)
    if len(owed) < BATCH:
        progress.finish(revocation_id)
    else:
        enqueue(tasks.withdraw_films, revocation_id)


def withdraw_film(film_id: UUID) -> None:
    """One that was found where it should not be. Safe to do again."""
    if _remove(film_id):
        note_gone(film_id)


def withdraw_if_lost(film_id: UUID) -> None:
    """One that was refused, or is shown no more, if somebody in it took their consent back. Asked
    after its COMMIT: whoever takes it back later finds it settled. Safe to do again."""
    of_film = Capability.objects.filter(film_id=film_id, gone_at=None)
    if of_film.filter(consent_lost()).exists():
        withdraw_film(film_id)


def _remove(film_id: UUID) -> bool:
    """Draft, post, kept answers, and every byte; False for what is left alone. Safe to do again.

    A job that still runs ends at its next step, where consent is asked, and leaves nothing. A
    refused or stopped film that may be a matter of child safety stays in quarantine until its
    stated end: nobody destroys evidence by taking back a consent.
    """
    job = Job.objects.filter(pk=film_id).first()
    if job is None or job.state not in SETTLED:
        return False
    if job.state == JobState.REFUSED and is_closed_to_reviewers(job):
        return False
    if is_kept_as_evidence(job):
        return False
    withdraw_draft(job)
    remove_work_folder(job)
    remove_assets(job)
    for attempt in job.attempts.exclude(outgoing=[]):
        remove_unclaimed(attempt.outgoing)
    return True


def resume() -> int:
    """Send again what was forgotten, unless its message waits. Returns how many."""
    unsent = OutboxMessage.objects.filter(actor_name=tasks.withdraw_films.actor_name, sent_at=None)
    waiting = {UUID(args[0]) for args in unsent.values_list("args", flat=True)}
    owed = [one for one in progress.forgotten() if one not in waiting]
    with transaction.atomic():
        for revocation_id in owed:
            enqueue(tasks.withdraw_films, revocation_id)
    return len(owed)
