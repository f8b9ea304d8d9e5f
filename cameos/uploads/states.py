"""The way of a picture that was sent as a reference."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.states import StateGraph


class ReferenceState(models.TextChoices):
    """Where it is. Held looks pending to its owner."""

    AWAITING_FILE = "awaiting_file"
    PENDING = "pending"
    HELD = "held"
    READY = "ready"
    REFUSED = "refused"
    ATTESTED = "attested"
    EXPIRED = "expired"
    REMOVED = "removed"


S = ReferenceState
REFERENCE_GRAPH = StateGraph(
    ReferenceState,
    initial=S.AWAITING_FILE,
    terminal={S.EXPIRED, S.REMOVED},
    edges={
        S.AWAITING_FILE: {S.PENDING, S.EXPIRED, S.REMOVED},
        S.PENDING: {S.HELD, S.READY, S.REFUSED, S.REMOVED},
        S.HELD: {S.READY, S.REFUSED, S.REMOVED},
        S.READY: {S.EXPIRED, S.REMOVED},
        # Only for whom it shows, and only while attestation is on.
        S.REFUSED: {S.ATTESTED, S.REMOVED},
        S.ATTESTED: {S.EXPIRED, S.REMOVED},
    },
)
GONE = frozenset({S.EXPIRED, S.REMOVED})
LIVE = frozenset({S.AWAITING_FILE, S.PENDING, S.HELD, S.READY, S.ATTESTED})


class Problem(models.TextChoices):
    """Why it was refused, beside `cameos.gate.reading.Fault`. A value is never reused."""

    PERSON_IN_PICTURE = "person_in_picture"
    MINOR_NOT_EXCLUDED = "minor_not_excluded"
    AGAINST_THE_RULES = "against_the_rules"
    NOT_CONFIRMED = "not_confirmed"
    NOT_ASSESSED = "not_assessed"
    MADE_HERE = "made_here"


SENTENCES = {
    Problem.PERSON_IN_PICTURE: _(
        "This picture shows a person. Ask them for their cameo: that is how somebody appears here."
    ),
    Problem.MINOR_NOT_EXCLUDED: _("We cannot rule out that it shows somebody under 18."),
    Problem.AGAINST_THE_RULES: _("This picture is against our rules."),
    Problem.NOT_CONFIRMED: _("We could not confirm that this picture may be used."),
    Problem.NOT_ASSESSED: _("We could not look at this picture. Send it again later."),
    Problem.MADE_HERE: _(
        "This picture comes from a video that was made here. Make something out of that video."
    ),
}
