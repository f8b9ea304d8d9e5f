"""A film that was taken down takes with it what was made out of it, and brings it back with it.

Why staff took it down this room does not know; what is made of it shows some of the same, so every
reason is inherited. Whoever finishes a film locks what it goes back to, and whoever takes one down
locks that one: of the two the second finds what the first has written.
"""

from generation.descent import behind, beyond
from generation.models import Job, Withdrawal
from generation.services.lineage import sources_of
from generation.states import JobState


class SourceGone(Exception):
    """What it was to be made of is not there any more, or not for this."""


def refuse_withdrawn(job: Job) -> None:
    """In the transaction that writes; until its COMMIT nothing behind it is taken down. Raises
    SourceGone."""
    if not job.depth:
        return
    before = behind(sources_of(job))
    list(Job.objects.select_for_update(no_key=True).filter(pk__in=before).order_by("pk"))
    if Withdrawal.objects.filter(film__in=before).exists():
        raise SourceGone


def note_withdrawn(job: Job) -> list[Job]:
    """The finished films to be hidden because of this one, itself among them. In the caller's
    transaction; safe to do again."""
    Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    films = list(Job.objects.filter(pk__in=beyond([job.pk]), state=JobState.COMPLETED))
    Withdrawal.objects.bulk_create(
        [Withdrawal(film=film, because_of=job) for film in films], ignore_conflicts=True
    )
    return films


def note_restored(job: Job) -> list[Job]:
    """The films that nothing keeps hidden any more; this one too where no row stands of it, as of
    what was taken down before there were such rows. The same."""
    Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    mine = Withdrawal.objects.filter(because_of=job)
    films = list(mine.values_list("film_id", flat=True))
    mine.delete()
    return list(Job.objects.filter(pk__in=[job.pk, *films], withdrawals=None))
