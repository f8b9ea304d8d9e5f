"""What a film can show at all, where its engine can draw nothing but what people have reviewed."""

from django.conf import settings

from generation.engines.registry import capabilities_of
from generation.models import Job
from generation.services.consent import has_people


def drawn_at_most(job: Job) -> frozenset[str] | None:
    """None where nothing bounds it.

    With people in it an engine stays bounded only by what it says that it shows of them, and only
    for the drawing: whose face it is must be looked at in any case. Under production somebody
    must look at the whole film then, for the face is real and was reviewed by nobody.
    """
    engine = capabilities_of(job.engine)
    if not engine.content_bounded:
        return None
    if not has_people(job):
        return engine.draws
    if settings.PRODUCTION or not engine.draws_of_people:
        return None
    return engine.draws | engine.draws_of_people
