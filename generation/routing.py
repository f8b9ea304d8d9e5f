"""Which engine makes a video whose maker named none."""

from collections.abc import Sequence

from django.conf import settings

from generation.engines.base import takes_start
from generation.engines.registry import capabilities_of, small_worlds
from generation.making.wanted import Clip, Wanted
from generation.offers import Offers, default_of
from generation.services.lineage import chain
from generation.stopping import is_stopped
from generation.tools import NEEDS, Tool


def chosen_engine(wanted: Wanted, offers: Offers) -> str:
    """The first small model that knows every word, where the operator wants that (`SUITED_MODEL`),
    it is offered and not stopped; else the default. Empty where nothing is offered."""
    if settings.SUITED_MODEL and wanted.tool == Tool.TEXT and wanted.input_image is None:
        for engine, knows in small_worlds().items():
            if _fits(engine, wanted, offers) and knows(wanted.prompt or ""):
                return engine
    return default_of(offers)


def going_on(wanted: Wanted, clips: Sequence[Clip], offers: Offers) -> str:
    """The engine of its first source: it goes on as it began. Nobody chose a small model for more
    than it knows, so where that is asked of it the default takes its place."""
    drew = clips[0].job.engine
    knows = small_worlds().get(drew)
    if knows is None:
        return drew
    starts = NEEDS[wanted.tool].starts
    words = chain([wanted.prompt or ""], [clip.job.pk for clip in clips]).whole
    can = takes_start(capabilities_of(drew), starts, people=len(wanted.subjects))
    shown = len(wanted.subjects) <= capabilities_of(drew).takes_references
    return drew if can and shown and knows(words) else default_of(offers)


def _fits(engine: str, wanted: Wanted, offers: Offers) -> bool:
    if (offer := offers.get(engine)) is None:
        return False
    made = wanted.size in offer.sizes and wanted.seconds in offer.seconds
    shown = len(wanted.subjects) <= capabilities_of(engine).takes_references
    return made and shown and not is_stopped(engine, tool=wanted.tool)
