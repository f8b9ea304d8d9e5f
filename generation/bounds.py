"""What a film can show at all, where its engine can draw nothing but what people have reviewed."""

from collections.abc import Sequence

from django.conf import settings

from generation.engines.base import Capabilities
from generation.input_images import pictures_behind
from generation.models import Job
from generation.services.consent import has_people
from generation.services.lineage import engines_behind


def drawn_at_most(job: Job) -> frozenset[str] | None:
    """None where nothing bounds it; of what is made out of others, nothing but the widest of the
    engines that drew any of it.

    With people in it, or begun with a picture that somebody sent, an engine stays bounded only by
    what it says that it shows of these, and only for the drawing: whose face it is must be looked
    at in any case. Under production somebody must look at the whole film then: the face is real and
    was reviewed by nobody, and of the picture no more than an upload is was seen.
    """
    engines = engines_behind(job)
    if not all(engine.content_bounded for engine in engines):
        return None
    given = _given(job, engines)
    if given and (settings.PRODUCTION or not all(given)):
        return None
    return frozenset[str]().union(*(engine.draws for engine in engines), *given)


def _given(job: Job, engines: Sequence[Capabilities]) -> list[frozenset[str]]:
    """What each of them shows of the people and the pictures that it is given; an empty one says
    nothing of it. Pictures of people that nobody but their sender answers for are bounded by
    nothing."""
    given = [engine.draws_of_people for engine in engines] if has_people(job) else []
    pictures = pictures_behind(job)
    if any(picture.attested for picture in pictures):
        return [*given, frozenset()]
    return given + [engine.draws_of_pictures for engine in engines if pictures]
