"""From a table of the operator's file to an engine: cheap, for the web process asks it too."""

from __future__ import annotations

from generation.engines.base import FPS, Capabilities, Engine, Start
from generation.engines.configured import Entry, Table
from generation.engines.remote.keys import key_faults
from generation.engines.remote.place import FIRST_FRAME, Place
from generation.engines.remote.reading import place_of


def entry(name: str, table: Table) -> Entry:
    """Raises ValueError, for the operator, with the field's name."""
    place = place_of(name, table)
    return Entry(
        _capabilities(place),
        lambda: _built(place),
        server=place.server,
        unready=lambda: key_faults(place),
    )


def _capabilities(place: Place) -> Capabilities:
    return Capabilities(
        name=place.name,
        version=place.version,
        sizes=tuple(place.sizes),
        seconds=tuple(place.seconds),
        fps=FPS,
        speaks=place.sound,
        content_bounded=False,
        takes_references=place.takes_references,
        starts=frozenset({Start.FIRST_FRAME}) if place.first_frame else frozenset(),
        # In one field nobody could tell the first frame from a person.
        people_with_picture=place.reference_field != FIRST_FRAME,
        processor=place.processor,
    )


def _built(place: Place) -> Engine:
    from generation.engines.remote.engine import RemoteEngine

    return RemoteEngine(_capabilities(place), place)
