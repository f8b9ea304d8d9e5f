"""Ways in which this engine fails, by their stable codes (docs/engines.md tells what to do)."""

from enum import StrEnum

from generation.engines.base import EngineError, MachineFault


class Fault(StrEnum):
    WEIGHTS_MISSING = "weights_missing"
    WEIGHTS_UNREACHABLE = "weights_unreachable"
    WEIGHTS_PARTIAL = "weights_partial"
    WEIGHTS_UNREADABLE = "weights_unreadable"
    WEIGHTS_PICKLED = "weights_pickled"
    WEIGHTS_WRONG_CLASS = "weights_wrong_class"
    LIBRARY_MISSING = "library_missing"
    SETTING_UNAVAILABLE = "setting_unavailable"
    CARD_TAKEN = "card_taken"
    OUT_OF_MEMORY = "out_of_memory"
    PICTURE_NOT_FINITE = "picture_not_finite"
    PICTURE_BLANK = "picture_blank"
    PICTURE_OUT_OF_BOUNDS = "picture_out_of_bounds"
    FILM_TOO_SHORT = "film_too_short"
    SOUND_MISSING = "sound_missing"
    SOUND_TOO_SHORT = "sound_too_short"
    SOUND_NOT_FINITE = "sound_not_finite"
    START_UNREADABLE = "start_unreadable"


# Of this machine and of what lies on it, not of any job.
OF_THE_MACHINE = frozenset(
    {
        Fault.WEIGHTS_MISSING,
        Fault.WEIGHTS_UNREACHABLE,
        Fault.WEIGHTS_PARTIAL,
        Fault.WEIGHTS_UNREADABLE,
        Fault.WEIGHTS_PICKLED,
        Fault.WEIGHTS_WRONG_CLASS,
        Fault.LIBRARY_MISSING,
        Fault.SETTING_UNAVAILABLE,
        Fault.CARD_TAKEN,
    }
)
# The same seed on the same weights gives the same again; memory may be free in a minute, and a
# file that could not be read may have been on its way.
PASSING = frozenset({Fault.OUT_OF_MEMORY, Fault.START_UNREADABLE})


def failed(fault: Fault, what: object = "") -> EngineError:
    """`what`: the folder, library or setting, for the operator's log alone."""
    if fault in OF_THE_MACHINE:
        return MachineFault(fault.value, str(what))
    return EngineError(fault.value, permanent=fault not in PASSING)
