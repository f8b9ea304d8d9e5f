"""What a film can show at all, where its engine can draw nothing but what people have reviewed."""

from django.conf import settings

from generation.models import Job
from generation.services.consent import has_people
from generation.services.lineage import engines_behind


def drawn_at_most(job: Job) -> frozenset[str] | None:
    """None where nothing bounds it; of what is made out of others, nothing but the widest of the
    engines that drew any of it.

    With people in it an engine stays bounded only by what it says that it shows of them, and only
    for the drawing: whose face it is must be looked at in any case. Under production somebody
    must look at the whole film then, for the face is real and was reviewed by nobody.
    """
    engines = engines_behind(job)
    if not all(engine.content_bounded for engine in engines):
        return None
    drawn = frozenset[str]().union(*(engine.draws for engine in engines))
    if not has_people(job):
        return drawn
    of_people = [engine.draws_of_people for engine in engines]
    if settings.PRODUCTION or not all(of_people):
        return None
    return drawn.union(*of_people)
