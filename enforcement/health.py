"""What /readyz says of the queues of cases."""

from enforcement.reasons import Queue
from enforcement.triage.clocks import ages

MINUTE = 60


def queues() -> tuple[str, int]:
    """The age of the oldest case of each queue, and how many are past their clock. Whoever asks
    /readyz is nobody in particular: of child safety they learn no age."""
    found = ages()
    told = [
        f"{queue.value} {age.oldest // MINUTE} min"
        for queue, age in found.items()
        if queue != Queue.CHILD_SAFETY
    ]
    overdue = sum(age.overdue for age in found.values())
    oldest = f"oldest: {', '.join(told)}" if told else "nothing waits"
    return (f"{overdue} past their clock; {oldest}" if overdue else oldest), overdue
