"""What is asked where no request passes (push), and by rooms that are not built."""

from datetime import datetime
from enum import StrEnum

from accounts.models import Follow, User
from accounts.policies import see_person
from accounts.safeguards.gates import Gate, declare
from accounts.safeguards.layers import effective
from accounts.safeguards.limits import Limit


class Delivery(StrEnum):
    """What becomes of a notification now."""

    SEND = "send"
    HOLD = "hold"
    LOG_ONLY = "log_only"


PUSHING = declare(
    Gate(
        "pushing",
        (),
        narrows=(Limit.PUSH, Limit.QUIET_HOURS, Limit.SCHOOL_HOURS),
        how="held until the hours end, or kept in the log alone; notices about safety are sent",
        behind="each push, and the socket",
    )
)
MESSAGING = declare(
    Gate(
        "messaging",
        (),
        narrows=(Limit.MESSAGES_FROM,),
        how="whoever may not write is told no more than that",
    )
)
TRAINING = declare(
    Gate("training", (), narrows=(Limit.TRAINING,), how="left out of every set for training")
)


def delivery_of(
    person: User, *, at: datetime, is_safety: bool = False
) -> tuple[Delivery, datetime | None]:
    """What becomes of a push to `person`, and until when it is held.

    Notices about safety (what a person must know to act: a take-over, a decision, a guardian's
    change) are sent at any hour, also to whoever has push off (T3). The log behind the socket is
    never closed: it makes no sound.
    """
    if is_safety:
        return Delivery.SEND, None
    limits = effective(person, at=at)
    if not limits.permits(Limit.PUSH, "on"):
        return Delivery.LOG_ONLY, None
    until = limits.silent_until(at)
    return (Delivery.HOLD, until) if until else (Delivery.SEND, None)


def may_message(sender: User, recipient: User) -> bool:
    """Whether `sender` may begin to write to `recipient`, by both people's limits."""
    if sender.pk == recipient.pk or not see_person.allows(sender, recipient):
        return False
    allowed = {effective(one).value(Limit.MESSAGES_FROM) for one in (sender, recipient)}
    if "nobody" in allowed:
        return False
    return "mutuals" not in allowed or _are_mutual(sender, recipient)


def may_train_on(person: User) -> bool:
    """Whether what `person` made may stand in a set on which a model is trained."""
    return bool(effective(person).permits(Limit.TRAINING, "on"))


def _are_mutual(a: User, b: User) -> bool:
    pairs = Follow.objects.filter(follower__in=[a, b], followed__in=[a, b])
    return pairs.count() == 2
