from typing import ClassVar

from django.db import models
from django.db.models import Q

from lib.append_only import AppendOnly
from lib.states import StateGraph, Transition


class Standing(models.TextChoices):
    """How an account stands with the house."""

    GOOD = "good"
    LIMITED = "limited"
    SUSPENDED = "suspended"
    BANNED = "banned"


# Whoever is here cannot sign in, and what they hold of tokens and sessions is refused.
SHUT_OUT = frozenset({Standing.SUSPENDED, Standing.BANNED})

# From the mildest; of several that hold, the strictest is how the account stands.
SEVERITY = (Standing.GOOD, Standing.LIMITED, Standing.SUSPENDED, Standing.BANNED)


def stands_now(of: str = "") -> Q:
    """`User` rows, or those behind the lookup `of`, whose account stands, as `User.stands` says of
    one: not deleted, not being left, not shut out."""
    left = Q((f"{of}deleted_at", None), (f"{of}closed_at", None))
    return left & ~Q((f"{of}state__in", sorted(SHUT_OUT)))


# Any way leads back: every action of enforcement can be undone (law 7).
STANDING_GRAPH = StateGraph(
    Standing,
    initial=Standing.GOOD,
    terminal=(),
    edges={one: set(Standing) - {one} for one in Standing},
)


class StandingReason(models.TextChoices):
    """Why a standing changed: codes alone, for a history cannot forget words (law 6)."""

    SPAM = "spam"
    HARASSMENT = "harassment"
    IMPERSONATION = "impersonation"
    UNDER_AGE = "under_age"
    SAFETY = "safety"
    COURT_ORDER = "court_order"
    MISTAKE = "mistake"
    OTHER = "other"
    SIGNED_UP = "signed_up"
    KNOWN_UNDER_13 = "known_under_13"
    STORE_CONSENT = "store_consent"  # a parent took the store's consent back
    CAUSE_ENDED = "cause_ended"  # what a rule froze for does not hold any more
    DECISION = "decision"  # of enforcement; why stands there
    DECISION_ENDED = "decision_ended"  # it was undone, or its time is over


# Why a rule freezes; a freeze for these ends with its cause.
FREEZING = frozenset({StandingReason.KNOWN_UNDER_13, StandingReason.STORE_CONSENT})
# What only the system says of itself.
_BY_RULE = FREEZING | {
    StandingReason.SIGNED_UP,
    StandingReason.CAUSE_ENDED,
    StandingReason.DECISION,
    StandingReason.DECISION_ENDED,
}
STAFF_REASONS = tuple(one for one in StandingReason if one not in _BY_RULE)

# What its owner is told; not what would tell of an inquiry about safety or an age, or of a court.
TOLD_REASONS = (
    *(StandingReason.SPAM, StandingReason.HARASSMENT),
    *(StandingReason.IMPERSONATION, StandingReason.MISTAKE),
)


class StandingTransition(Transition):
    """Why somebody's standing changed, when, and by whom."""

    reason = models.CharField(max_length=20, choices=StandingReason)

    class Meta(AppendOnly.Meta):
        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_standing_changes_for_a_known_reason",
                condition=models.Q(reason__in=StandingReason.values),
            )
        ]
