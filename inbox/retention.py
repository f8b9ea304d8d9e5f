"""How long this room keeps what it holds of people, and what ends it."""

from datetime import timedelta

from inbox.models import Event, PersonLog
from inbox.services import KEPT
from lib.retention import Fate, Rule

LOG = "inbox.handlers.forget_person"

RULES = (
    Rule(
        Event,
        Fate.COMMITMENT,
        "Ids, states and numbers. Their own log is erased; what others were told of them is hidden "
        "at read and goes by its age: a log has no gaps.",
        ("person_id", "actor_id", "data"),
        LOG,
        KEPT + timedelta(days=1),
        "forget_old_rows",
    ),
    Rule(PersonLog, Fate.COMMITMENT, "An id and numbers of a closed log.", ("person_id",), LOG),
)
