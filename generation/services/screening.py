"""For whom the words of a job are judged, and what is judged of them."""

from collections.abc import Sequence

from cameos.models import Capability
from cameos.services import reading
from cameos.services.authorizing import Read
from generation.models import Job
from generation.services.asking import Dressed
from generation.services.lineage import chain_of
from moderation.lineage import Lineage
from moderation.policy.audience import Audience, Destination
from moderation.policy.judging import Evidence, Judgement


def lineage_of(job: Job) -> Lineage:
    """The chain that a job is the last step of: no step is judged without what led to it."""
    return chain_of(job)


def audience_of(job: Job) -> Audience:
    """For whom a draft is judged: its maker, and more strictly where somebody's likeness is used,
    asked for or inherited from what it was made out of, or shown on its maker's word alone."""
    return Audience(
        destination=Destination.PUBLIC if job.stricter else Destination.DRAFT,
        under_18=not job.owner.is_adult,
        depicts_minor=job.depicts_minor,
        likeness=job.stricter
        or bool(job.subjects)
        or Capability.objects.filter(film_id=job.pk).exists(),
    )


def words_of(job: Job, evidence: Sequence[Evidence]) -> Read:
    """What a decision about likenesses must know of a job's words."""
    lineage, audience = lineage_of(job), audience_of(job)
    return reading.read_words(lineage, evidence, audience=audience, maker=job.owner)


def judged_words(job: Job, evidence: Sequence[Evidence]) -> Judgement:
    """Evidence about `reading.texts_of` a job's lineage, judged (see `reading.judged_words`)."""
    return words_of(job, evidence).judgement


def judged_dress(job: Job, dressed: Dressed) -> Judgement:
    """The same of what would be drawn."""
    return reading.judged_words(
        dressed.lineage, dressed.evidence, audience=audience_of(job), maker=job.owner
    )
