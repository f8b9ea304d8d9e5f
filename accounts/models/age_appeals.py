"""Somebody says that the age that holds of them is wrong, and proves it. No document is kept."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful, StateGraph, Transition

VERIFICATION_LASTS = timedelta(hours=1)


class AgeAppealState(models.TextChoices):
    """Where an appeal is."""

    OPEN = "open"
    CLAIMED = "claimed"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


WAITING = frozenset({AgeAppealState.OPEN, AgeAppealState.CLAIMED})

AGE_APPEAL_GRAPH = StateGraph(
    AgeAppealState,
    initial=AgeAppealState.OPEN,
    terminal={AgeAppealState.DECIDED, AgeAppealState.WITHDRAWN},
    edges={
        AgeAppealState.OPEN: {AgeAppealState.CLAIMED, AgeAppealState.WITHDRAWN},
        AgeAppealState.CLAIMED: {
            AgeAppealState.OPEN,
            AgeAppealState.DECIDED,
            AgeAppealState.WITHDRAWN,
        },
    },
)


class AgeAppealTransition(Transition):
    """Who took and decided an appeal, and when."""

    class Meta(AppendOnly.Meta):
        abstract = False


class AgeAppeal(Stateful, TypedIdModel):
    """One question to staff. `finding` is a value of AgeFinding, or "nothing_shown".

    The proof is shown to staff outside of this system (a call, a counter) and never stored: there
    is no field that could hold it, nor words of the person.
    """

    id_kind = IdKind.AGE_APPEAL
    state_graph = AGE_APPEAL_GRAPH
    transition_model = AgeAppealTransition

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="age_appeals")
    state = models.CharField(
        max_length=10, choices=AgeAppealState, default=AGE_APPEAL_GRAPH.initial
    )
    held_band = models.CharField(max_length=10)  # what held when it was opened
    claimed_by_id = models.UUIDField(null=True)
    finding = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        permissions = (("decide_age_appeal", "Can decide appeals about ages"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"],
                name="one_open_appeal_about_an_age_for_each_person",
                condition=Q(state__in=sorted(WAITING)),
            ),
            models.CheckConstraint(
                name="an_age_appeal_has_a_finding_exactly_when_decided",
                condition=(
                    Q(state=AgeAppealState.DECIDED) & ~Q(finding="") & Q(decided_at__isnull=False)
                )
                | (~Q(state=AgeAppealState.DECIDED) & Q(finding="")),
            ),
            models.CheckConstraint(
                name="a_claimed_age_appeal_names_its_reviewer",
                condition=~Q(state=AgeAppealState.CLAIMED) | Q(claimed_by_id__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["opened_at"],
                name="age_appeals_that_wait",
                condition=Q(state__in=sorted(WAITING)),
            )
        ]


class AgeVerification(models.Model):
    """One visit to the verification provider. Its answer must name `nonce`, and counts once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    nonce = models.UUIDField(unique=True)
    begun_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)
