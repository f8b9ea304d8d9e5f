from django.db import models

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

# Any way leads back: every action of enforcement can be undone (law 7).
STANDING_GRAPH = StateGraph(
    Standing,
    initial=Standing.GOOD,
    terminal=(),
    edges={one: set(Standing) - {one} for one in Standing},
)


class StandingTransition(Transition):
    """Why somebody's standing changed, when, and by whom."""

    class Meta(AppendOnly.Meta):
        abstract = False
