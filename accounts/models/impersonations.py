"""Staff found that a profile passes for somebody else (A16)."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.crypto.fields import EncryptedJSONField
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful, StateGraph, Transition

# Six months, as Regulation (EU) 2022/2065 (Digital Services Act), Article 20(1), asks at least.
CONTESTABLE_FOR = timedelta(days=183)


class ImpersonationState(models.TextChoices):
    """What holds of the finding."""

    MARKED = "marked"
    CONTESTED = "contested"
    UPHELD = "upheld"
    LIFTED = "lifted"  # a mistake: the names stand as before
    FREED = "freed"  # it was right, and other names may be chosen
    ENDED = "ended"  # with the account


S = ImpersonationState
IMPERSONATION_GRAPH = StateGraph(
    ImpersonationState,
    initial=S.MARKED,
    terminal={S.LIFTED, S.FREED, S.ENDED},
    edges={
        S.MARKED: {S.CONTESTED, S.LIFTED, S.FREED, S.ENDED},
        S.CONTESTED: {S.UPHELD, S.LIFTED, S.ENDED},
        S.UPHELD: {S.LIFTED, S.FREED, S.ENDED},
    },
)
# While it stands so, handle and display name are neutral and cannot be changed.
IN_FORCE = frozenset({S.MARKED, S.CONTESTED, S.UPHELD})


class ImpersonationTransition(Transition):
    """Who found, contested and decided."""

    class Meta(AppendOnly.Meta):
        abstract = False


class Impersonation(Stateful, TypedIdModel):
    """`person` passes for the member `of_id`, or for the reserved word `of_word`. `names`: handle,
    display name and bio from before, for undoing it; gone once it ended or can be contested no
    more. `asked_by`: who of staff asked, where a second of them approved (`marked_by`)."""

    id_kind = IdKind.IMPERSONATION
    state_graph = IMPERSONATION_GRAPH
    transition_model = ImpersonationTransition

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="impersonations"
    )
    of_id = models.UUIDField(null=True)
    of_word = models.CharField(max_length=40, blank=True)
    names = EncryptedJSONField(null=True)
    state = models.CharField(
        max_length=9, choices=ImpersonationState, default=IMPERSONATION_GRAPH.initial
    )
    marked_by = models.UUIDField()
    asked_by = models.UUIDField(null=True)
    marked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"],
                name="one_finding_of_impersonation_holds_for_a_person",
                condition=Q(state__in=sorted(IN_FORCE)),
            ),
            models.CheckConstraint(
                name="an_impersonation_is_of_a_member_or_of_a_reserved_name",
                condition=Q(of_id=None) ^ Q(of_word=""),
            ),
            models.CheckConstraint(
                name="an_impersonation_that_ended_keeps_no_names",
                condition=Q(names__isnull=True) | Q(state__in=sorted(IN_FORCE)),
            ),
            models.CheckConstraint(
                name="whoever_marked_an_impersonation_upholds_it_not",
                condition=~Q(state=S.UPHELD)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=models.F("marked_by"))),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["marked_at"],
                name="impersonations_with_names",
                condition=Q(names__isnull=False),
            )
        ]
