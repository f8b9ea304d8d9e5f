"""What is known of each queue, as data: how grave what lies there is, its clock, when its staff are
warned, and what is not decided from it. Numbers are ours, but where reasons.py names a law."""

from dataclasses import dataclass
from datetime import timedelta

from enforcement.actions.names import ActionName
from enforcement.reasons import Queue

A_MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Desk:
    """`strength`: a case never goes from a queue to one of less. `clock`: nothing waits longer
    there, whatever its reason allows. `warns`: how long before the end of a clock. `hidden`:
    actions that nobody takes from this queue."""

    strength: int
    clock: timedelta
    warns: timedelta
    hidden: frozenset[ActionName] = frozenset()


DESKS: dict[Queue, Desk] = {
    # A hash bank is filled from what many may see; what is in the vault has ways of its own.
    Queue.CHILD_SAFETY: Desk(4, HOUR, 20 * A_MINUTE, frozenset({ActionName.BANK_HASHES})),
    Queue.URGENT: Desk(3, 4 * HOUR, 20 * A_MINUTE),
    Queue.INTIMATE: Desk(2, 24 * HOUR, 6 * HOUR),
    Queue.LIKENESS: Desk(1, 72 * HOUR, 6 * HOUR),
    # Whoever finds ages finds no more than that.
    Queue.AGE: Desk(1, 24 * HOUR, 6 * HOUR, frozenset({ActionName.BAN, ActionName.BANK_HASHES})),
    Queue.GENERAL: Desk(1, 96 * HOUR, 6 * HOUR),
    Queue.IMPERSONATION: Desk(0, 24 * HOUR, 6 * HOUR, frozenset({ActionName.BANK_HASHES})),
}


def stronger(one: Queue, other: Queue) -> bool:
    """Whether `one` is for what is graver than what lies in `other`."""
    return DESKS[one].strength > DESKS[other].strength
