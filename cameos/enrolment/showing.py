"""When a result is shown: never before a fixed time, then only at full steps.

So the time tells nothing finer of what was found or of who looked.
"""

from datetime import datetime, timedelta

from cameos.enrolment.limits import SHOWN_AFTER, SHOWN_EVERY


def soonest(submitted_at: datetime) -> datetime:
    """The first moment at which anything may be shown."""
    return submitted_at + SHOWN_AFTER


def shown_at(submitted_at: datetime, decided_at: datetime) -> datetime:
    """The moment at which what was decided then is shown."""
    first = soonest(submitted_at)
    late = decided_at - first
    if late <= timedelta(0):
        return first
    steps = -(-late // SHOWN_EVERY)
    return first + steps * SHOWN_EVERY
