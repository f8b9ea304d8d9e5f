"""What an owner granted to one person, and asked-for grants."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cameos.models.cameos import Cameo
from cameos.models.terms import TermFields
from cameos.permissions.terms import Terms
from lib.append_only import AppendOnly
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful, StateGraph, Transition


class GrantState(models.TextChoices):
    """Where a grant is. One whose `until` has passed grants nothing, whatever stands here."""

    LIVE = "live"
    USED = "used"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    EXPIRED = "expired"
    SEVERED = "severed"


G = GrantState
GRANT_ENDS = frozenset({G.WITHDRAWN, G.REPLACED, G.EXPIRED, G.SEVERED})
GRANT_GRAPH = StateGraph(
    GrantState,
    initial=G.LIVE,
    terminal=GRANT_ENDS,
    # What was used up for a video that was never made is live again.
    edges={G.LIVE: {G.USED, *GRANT_ENDS}, G.USED: {G.LIVE}},
)


class GrantTransition(Transition):
    """One step on a grant's way; outlives it and holds ids and codes only."""

    class Meta(AppendOnly.Meta):
        abstract = False


class CameoGrant(Stateful, TypedIdModel, TermFields):
    """`once`: used up by the first use, which is a compare-and-swap of its state."""

    id_kind = IdKind.CAMEO_GRANT
    state_graph = GRANT_GRAPH
    transition_model = GrantTransition

    cameo = models.ForeignKey(Cameo, on_delete=models.CASCADE, related_name="grants")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cameo_grants"
    )
    state = models.CharField(max_length=12, choices=GrantState, default=GRANT_GRAPH.initial)
    once = models.BooleanField(default=False)
    until = models.DateTimeField(null=True)
    granted_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    # The likeness process asks whether a use is still permitted, before it opens a template.
    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["cameo", "person"],
                name="one_live_grant_of_a_cameo_to_a_person",
                condition=Q(state=GrantState.LIVE),
            ),
            models.CheckConstraint(
                name="a_grant_has_an_end_exactly_when_ended",
                condition=Q(state=GrantState.LIVE, ended_at=None)
                | (~Q(state=GrantState.LIVE) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(name="a_grant_lends_a_face_or_a_voice", condition=~Q(scopes=[])),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["until"],
                name="cameo_grants_that_run_out",
                condition=Q(state=GrantState.LIVE, until__isnull=False),
            )
        ]

    def terms(self) -> Terms:
        """Its bounds, until when it holds."""
        return self.bounds().meet(Terms(expires=self.until)) if self.until else self.bounds()
