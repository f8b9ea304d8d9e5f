"""The key of a server: from the environment, by the name that stands in the table."""

from __future__ import annotations

import os
from collections.abc import Iterator

from generation.engines.base import MachineFault
from generation.engines.remote.place import Place


def key_of(place: Place) -> str:
    """Nothing where the table names none. Raises MachineFault where it is not there."""
    if not place.key_variable:
        return ""
    if not (key := os.environ.get(place.key_variable, "").strip()):
        raise MachineFault("processor_key_missing", place.key_variable)
    return key


def key_faults(place: Place) -> Iterator[MachineFault]:
    """What would fail each job of a worker of this environment."""
    try:
        key_of(place)
    except MachineFault as fault:
        yield fault
