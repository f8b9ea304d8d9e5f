"""The way of a character, beside that of its cameo."""

from django.db import models

from lib.states import StateGraph


class CharacterState(models.TextChoices):
    """Where it is. Held looks pending to its owner; READY is an active cameo."""

    AWAITING_CLIP = "awaiting_clip"
    PENDING = "pending"
    HELD = "held"
    READY = "ready"
    REFUSED = "refused"
    EXPIRED = "expired"
    REMOVED = "removed"


S = CharacterState
CHARACTER_GRAPH = StateGraph(
    CharacterState,
    initial=S.AWAITING_CLIP,
    terminal={S.REFUSED, S.EXPIRED, S.REMOVED},
    edges={
        S.AWAITING_CLIP: {S.PENDING, S.EXPIRED, S.REMOVED},
        S.PENDING: {S.HELD, S.READY, S.REFUSED, S.REMOVED},
        # A person found it fine: it is kept; or refused it, then or when nobody looked in time.
        S.HELD: {S.PENDING, S.REFUSED, S.REMOVED},
        S.READY: {S.REFUSED, S.REMOVED},
    },
)
LIVE = frozenset({S.AWAITING_CLIP, S.PENDING, S.HELD, S.READY})
GONE = frozenset({S.EXPIRED, S.REMOVED})


class Problem(models.TextChoices):
    """Why a clip was refused, beside `cameos.gate.reading.Fault`. A value is never reused."""

    HUMAN_LIKENESS_BLOCKED = "human_likeness_blocked"
    AGAINST_THE_RULES = "against_the_rules"
    NOT_CONFIRMED = "not_confirmed"
    NOT_ASSESSED = "not_assessed"
