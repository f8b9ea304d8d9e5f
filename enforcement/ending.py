"""When an action of a decision is over, as people read it (E18)."""

from datetime import datetime

from enforcement.models import ActionState, DecisionAction
from lib.ending import told


def told_end(row: DecisionAction) -> datetime | None:
    """Never before it is lifted; None where it does not end by itself."""
    if row.until is None:
        return None
    if row.state in (ActionState.WAITING, ActionState.APPLIED):
        return told(row.until)
    return told(row.until, lifted=row.ended_at or row.until)
