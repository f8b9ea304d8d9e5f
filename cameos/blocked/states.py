"""The way of somebody's protection: from what a member of staff recorded to its end."""

from django.db import models

from lib.states import StateGraph


class BlockedState(models.TextChoices):
    """Only `measured` protects."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    MEASURED = "measured"
    DECLINED = "declined"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


S = BlockedState
# The pictures wait to be measured.
AWAITED = frozenset({S.PROPOSED, S.CONFIRMED})
# From the moment at which there is a template.
PROTECTED = frozenset({S.CONFIRMED, S.MEASURED})
# Nothing of a face may be left.
OVER = frozenset({S.DECLINED, S.FAILED, S.WITHDRAWN, S.ENDED})

BLOCKED_GRAPH = StateGraph(
    BlockedState,
    initial=S.PROPOSED,
    terminal=OVER,
    edges={
        S.PROPOSED: {S.CONFIRMED, S.DECLINED, S.WITHDRAWN, S.ENDED},
        S.CONFIRMED: {S.MEASURED, S.FAILED, S.WITHDRAWN, S.ENDED},
        S.MEASURED: {S.WITHDRAWN, S.ENDED},
    },
)


class ReleasedBy(models.TextChoices):
    """Whose written release it is. A value is never reused."""

    SELF = "self", "the person"
    ESTATE = "estate", "the person's estate"
    COUNSEL = "counsel", "counsel with a power of attorney"
    GUARDIAN = "guardian", "a guardian or parent"


class BlockedProblem(models.TextChoices):
    """Why nobody could be protected by these pictures. A value is never reused."""

    UNREADABLE = "unreadable", "a picture cannot be read"
    NO_FACE = "no_face", "a picture shows no face"
    SEVERAL_FACES = "several_faces", "a picture shows more than one face"
    POOR_PICTURE = "poor_picture", "a face is too small, blurred or turned away"
    NOT_ONE_PERSON = "not_one_person", "the pictures do not show one person for certain"
    MINOR = "minor", "somebody seems to be under 18, and no guardian released it"
    ENROLLED_ALREADY = "enrolled_already", "a cameo has this face: it protects, or is a case"
    SWITCHED_OFF = "switched_off", "the gallery was switched off"
    NOT_ASSESSED = "not_assessed", "the pictures could not be looked at"
