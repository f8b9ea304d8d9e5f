"""How long this room keeps what it holds of people, and what ends it."""

from datetime import timedelta

from inbox.models import (
    Event,
    NotificationPreferences,
    PersonLog,
    Push,
    PushDevice,
    SeenMark,
)
from inbox.services import KEPT
from lib.retention import SWEEPER, Fate, Rule, Sweep

LOG = "inbox.handlers.forget_person"
# As long as a decision may be contested once it was shown (DSA, Art. 20: six months), and a margin.
SEEN_KEPT = timedelta(days=200)
PUSHES_KEPT = timedelta(days=30)  # ours: as the log of which they tell

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
    Rule(
        NotificationPreferences,
        Fate.ERASED,
        "What they want to be told of: words of closed lists.",
        ("person_id",),
        LOG,
    ),
    Rule(
        SeenMark,
        Fate.ERASED,
        "When they had which number before their eyes.",
        ("person_id",),
        LOG,
        SEEN_KEPT,
        SWEEPER,
        sweep=Sweep("at"),
    ),
    Rule(
        PushDevice,
        Fate.ERASED,
        "A phone's token, encrypted, and keyed hashes of it and of the phone's id. It goes with "
        "its session.",
        ("person_id",),
        LOG,
    ),
    Rule(
        Push,
        Fate.ERASED,
        "That something was pushed, when, and what became of it: codes and numbers.",
        ("person_id",),
        LOG,
        PUSHES_KEPT,
        SWEEPER,
        sweep=Sweep("created_at"),
    ),
)
