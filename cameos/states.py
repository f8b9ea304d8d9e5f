"""The way of a cameo: from the first notice to its erasure."""

from django.db import models

from lib.states import StateGraph


class CameoState(models.TextChoices):
    """Where a cameo is. A refused enrolment leads back to where it came from, never to an end."""

    ENROLLING = "enrolling"
    VERIFICATION_PENDING = "verification_pending"
    ACTIVE = "active"
    PAUSED = "paused"
    NEEDS_REVERIFY = "needs_reverify"
    REVOKED = "revoked"
    ERASING = "erasing"
    ERASED = "erased"


S = CameoState
TERMINAL = frozenset({S.ERASED})
# Proven to be the owner's own likeness at least once, and not given up since.
VERIFIED = frozenset({S.ACTIVE, S.PAUSED, S.NEEDS_REVERIFY})
# Consent was taken back; nothing leads from here to a use but a new enrolment under a new epoch.
ENDED = frozenset({S.REVOKED, S.ERASING, S.ERASED})

GRAPH = StateGraph(
    CameoState,
    initial=S.ENROLLING,
    terminal=TERMINAL,
    edges={
        S.ENROLLING: {S.VERIFICATION_PENDING, S.REVOKED, S.ERASING},
        # The machine's look, a duplicate, a grey score, a person's look: all of them stand here,
        # so that a hold cannot be told from slow work. Back where a recording was refused.
        S.VERIFICATION_PENDING: {
            *(S.ACTIVE, S.PAUSED, S.ENROLLING, S.NEEDS_REVERIFY),
            *(S.REVOKED, S.ERASING),
        },
        S.ACTIVE: {S.PAUSED, S.NEEDS_REVERIFY, S.REVOKED, S.ERASING},
        S.PAUSED: {S.ACTIVE, S.NEEDS_REVERIFY, S.REVOKED, S.ERASING},
        S.NEEDS_REVERIFY: {S.VERIFICATION_PENDING, S.REVOKED, S.ERASING},
        # Consent may be given anew: another release, another recording, another epoch.
        S.REVOKED: {S.ENROLLING, S.ERASING},
        # Hidden and unusable at once; the bytes go by a worker, that may be killed and goes on.
        S.ERASING: {S.ERASED},
    },
)
