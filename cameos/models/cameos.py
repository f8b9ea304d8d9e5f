from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cameos.models.transitions import CameoTransition
from cameos.states import ENDED, GRAPH, TERMINAL, VERIFIED, CameoState
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful


class CameoKind(models.TextChoices):
    """Whose likeness it is: a person's own, or something that is no human being."""

    HUMAN = "human"
    CHARACTER = "character"


class Cameo(Stateful, TypedIdModel):
    """A likeness that its owner may lend.

    `epoch` counts consents: whatever uses the cameo keeps the epoch that it read `FOR SHARE`, and
    what withdraws consent takes the row `FOR UPDATE` and raises it. `usable_by_owner_only` stays
    until a presentation-attack detector has answered "bona fide" for the recording, whatever its
    owner permits to others. Videos made under an epoch up to `hidden_through` are shown to nobody;
    of those that only inherited the likeness, up to `remixes_hidden_through`. `paused_at` outlives
    a re-verification: who paused stays paused. `voice_released`: the release behind its recording
    is for the voice too (C29); without it nothing that its owner permits lends one.
    """

    id_kind = IdKind.CAMEO
    state_graph = GRAPH
    transition_model = CameoTransition

    # The account of somebody who left stays as a tombstone until the likeness is erased.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cameos"
    )
    kind = models.CharField(max_length=16, choices=CameoKind, default=CameoKind.HUMAN)
    state = models.CharField(max_length=24, choices=CameoState, default=GRAPH.initial)
    epoch = models.PositiveIntegerField(default=1)
    hidden_through = models.PositiveIntegerField(default=0)
    remixes_hidden_through = models.PositiveIntegerField(default=0)
    usable_by_owner_only = models.BooleanField(default=True)
    voice_released = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    verified_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    # The likeness process moves a cameo through verification and erasure; it makes none.
    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, UPDATE"}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner"],
                name="a_person_has_one_cameo_of_themself",
                condition=Q(kind=CameoKind.HUMAN) & ~Q(state__in=sorted(TERMINAL)),
            ),
            models.CheckConstraint(
                name="the_epoch_of_a_cameo_begins_at_one", condition=Q(epoch__gte=1)
            ),
            models.CheckConstraint(
                name="only_past_epochs_of_a_cameo_are_hidden",
                condition=(Q(hidden_through=0) | Q(hidden_through__lt=F("epoch")))
                & Q(remixes_hidden_through__lte=F("hidden_through")),
            ),
            models.CheckConstraint(
                name="a_cameo_in_use_was_verified",
                condition=~Q(state__in=sorted(VERIFIED)) | Q(verified_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_paused_cameo_says_since_when",
                condition=~Q(state=CameoState.PAUSED) | Q(paused_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_active_cameo_is_not_paused",
                condition=~Q(state=CameoState.ACTIVE) | Q(paused_at=None),
            ),
            models.CheckConstraint(
                name="a_cameo_has_an_end_exactly_when_ended",
                condition=Q(state__in=sorted(ENDED), ended_at__isnull=False)
                | (~Q(state__in=sorted(ENDED)) & Q(ended_at=None)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["ended_at"],
                name="cameos_being_erased",
                condition=Q(state=CameoState.ERASING),
            )
        ]
