"""Which films begin with a picture that somebody sent, and which pictures they need."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef

from generation.descent import behind
from generation.models import InputImage, Job
from generation.states import SETTLED


def needed(picture: OuterRef) -> Exists:
    """Whether a video is being made of a picture: then it stays over its time."""
    unfinished = InputImage.objects.exclude(job__state__in=sorted(SETTLED))
    return Exists(unfinished.filter(picture_id=picture, attested=False))


def rests_on_attested(film_ids: Iterable[UUID]) -> bool:
    """Whether one of these, or of what they were made out of, began with an attested picture."""
    return InputImage.objects.filter(job_id__in=behind(film_ids), attested=True).exists()


def goes_back_to_attested(job: Job) -> bool:
    """The same of one that exists, asked once for each time that it is read: what it was made out
    of stays. Whether staff still take attestations is another question, and changes."""
    if job.attested_behind is None:
        job.attested_behind = rests_on_attested([job.pk])
    return job.attested_behind


def pictures_behind(job: Job) -> list[InputImage]:
    """Of a film and of all that it was made out of."""
    films = behind([job.pk]) if job.depth else {job.pk}
    return list(InputImage.objects.filter(job_id__in=films))
