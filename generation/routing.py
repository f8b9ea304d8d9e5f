"""Which engine makes a video whose maker named none."""

from collections.abc import Callable, Mapping

from django.conf import settings

from generation.engines.diffusers.shapes.reading import suits
from generation.engines.registry import capabilities_of
from generation.making.wanted import Wanted
from generation.offers import Offers, default_of
from generation.stopping import is_stopped
from generation.tools import Tool

# A small model is asked only where it knows every word; the first that fits makes it.
SMALL_WORLDS: Mapping[str, Callable[[str], bool]] = {"shapes": suits}


def chosen_engine(wanted: Wanted, offers: Offers) -> str:
    """A small model that suits, where the operator wants that (`SUITED_MODEL`), it is offered and
    not stopped; else the default. Empty where nothing is offered."""
    if settings.SUITED_MODEL and wanted.tool == Tool.TEXT and wanted.input_image is None:
        for engine, knows in SMALL_WORLDS.items():
            if _fits(engine, wanted, offers) and knows(wanted.prompt or ""):
                return engine
    return default_of(offers)


def _fits(engine: str, wanted: Wanted, offers: Offers) -> bool:
    if (offer := offers.get(engine)) is None:
        return False
    made = wanted.size in offer.sizes and wanted.seconds in offer.seconds
    shown = len(wanted.subjects) <= capabilities_of(engine).takes_references
    return made and shown and not is_stopped(engine, tool=wanted.tool)
