"""Ways in which this engine fails, by their stable codes (docs/engines.md tells what to do)."""

from enum import StrEnum

from generation.engines.base import EngineError


class Fault(StrEnum):
    WEIGHTS_MISSING = "weights_missing"
    WEIGHTS_PARTIAL = "weights_partial"
    WEIGHTS_UNREADABLE = "weights_unreadable"
    WEIGHTS_PICKLED = "weights_pickled"
    WEIGHTS_WRONG_CLASS = "weights_wrong_class"
    LIBRARY_MISSING = "library_missing"
    SETTING_UNAVAILABLE = "setting_unavailable"
    OUT_OF_MEMORY = "out_of_memory"
    PICTURE_NOT_FINITE = "picture_not_finite"
    PICTURE_BLANK = "picture_blank"
    FILM_TOO_SHORT = "film_too_short"
    SOUND_MISSING = "sound_missing"
    SOUND_NOT_FINITE = "sound_not_finite"
    START_UNREADABLE = "start_unreadable"


# The same seed on the same weights gives the same again; memory may be free in a minute, and a
# file that could not be read may have been on its way.
PASSING = frozenset({Fault.OUT_OF_MEMORY, Fault.START_UNREADABLE})


def failed(fault: Fault) -> EngineError:
    return EngineError(fault.value, permanent=fault not in PASSING)
