"""The consents under which a job is made: asked for at submit; `permitted` asks again."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from cameos.capabilities.issuing import authorize, terms_of
from cameos.models import Capability
from cameos.processors.declared import key_of
from cameos.services.authorizing import Read
from generation import tasks
from generation.engines.registry import capabilities_of as engine_capabilities
from generation.limits import CONSENT_LASTS
from generation.making.inheriting import inherited_people, inherited_terms
from generation.making.refusals import source_not_available
from generation.models import Job
from generation.services.lineage import sources_of
from lib.outbox.services import enqueue


def ask_consent(job: Job, words: Read) -> None:
    """A capability for each of a new job's subjects and of those who are in what it is made of, or
    for none; in its transaction.

    A likeness of somebody under 18 makes it a film that depicts a minor, whoever makes it (law 2).
    Raises UseRefused, DomainError `source_not_available`, and `duplicate_field`.
    """
    films = sources_of(job)
    there = inherited_people(films)
    chosen = list(job.subjects)
    people = [*chosen, *(one for one in there if one not in chosen)]
    if not people:
        return
    issued = authorize(
        subjects=people,
        requester=job.owner,
        words=words,
        job=job.public_id,
        deadline=timezone.now() + CONSENT_LASTS,
        processor=drawn_outside_by(job),
        inherited=frozenset(there) - frozenset(chosen),
        within=inherited_terms(films),
    )
    refuse_unremixable(one.capability for one in issued if one.capability.cameo_id in there)
    if terms_of([one.capability for one in issued]).depicts_minor:
        job.depicts_minor = True
        job.save(update_fields=["depicts_minor"])


def refuse_unremixable(there: Iterable[Capability]) -> None:
    """Whoever is in a source and permits no remixes by now. Raises DomainError."""
    if any(one.bounds().no_remix for one in there):
        raise source_not_available()


def drawn_outside_by(job: Job) -> str:
    """The key of who is handed its pictures; nothing where they stay here, as they do where nothing
    is drawn. Raises UnknownEngine."""
    return key_of(engine_capabilities(job.engine).processor) if job.is_drawn else ""


def capabilities_of(job_id: UUID) -> QuerySet[Capability]:
    """Of all whose likeness is used, in the order of their cameos."""
    return Capability.objects.filter(film_id=job_id).order_by("cameo_id")


def has_people(job: Job) -> bool:
    """Whether somebody's likeness was lent to it, so that its film may show a real person."""
    return capabilities_of(job.pk).exists()


def has_ended(job: Job) -> bool:
    """Whether somebody took back a consent under which it was being made. Locks nothing."""
    return ended_of(job.pk).exists()


def ended_of(film: UUID | OuterRef) -> QuerySet[Capability]:
    """The consents that were taken back while a film was being made under them."""
    return Capability.objects.filter(film_id=film, completed_at=None, ended_at__isnull=False)


def owe_grants(job: Job) -> None:
    """A job that ended without a draft gives back the grants for once that it used up; by a worker,
    which locks the cameos before the job."""
    if capabilities_of(job.pk).filter(grant_id__isnull=False).exists():
        enqueue(tasks.return_grants, job.pk)
