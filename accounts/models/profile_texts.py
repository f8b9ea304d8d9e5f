"""What people wrote about themselves and nobody has judged yet."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.crypto.fields import EncryptedTextField
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful, StateGraph, Transition


class ProfileField(models.TextChoices):
    """What of a profile is free text."""

    DISPLAY_NAME = "display_name"
    BIO = "bio"


class ProfileTextState(models.TextChoices):
    """What became of it. Only its author sees what waits; others see what stood there before."""

    WAITING = "waiting"
    SHOWN = "shown"
    REFUSED = "refused"
    REPLACED = "replaced"


S = ProfileTextState
PROFILE_TEXT_GRAPH = StateGraph(
    ProfileTextState,
    initial=S.WAITING,
    terminal={S.SHOWN, S.REFUSED, S.REPLACED},
    edges={S.WAITING: {S.SHOWN, S.REFUSED, S.REPLACED}},
)


class ProfileTextTransition(Transition):
    """One step on such a text's way; outlives it and holds codes only."""

    class Meta(AppendOnly.Meta):
        abstract = False


class ProfileText(Stateful, TypedIdModel):
    """New words for one field of a profile. `text` is empty as soon as nothing waits: what is shown
    stands in the profile, what was refused nowhere. `rescan_at`: when it is submitted again.
    `held_at`: since when only staff settle it, for it looks like somebody else's name."""

    id_kind = IdKind.PROFILE_TEXT
    state_graph = PROFILE_TEXT_GRAPH
    transition_model = ProfileTextTransition

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile_texts"
    )
    field = models.CharField(max_length=16, choices=ProfileField)
    text = EncryptedTextField(null=True)
    state = models.CharField(
        max_length=8, choices=ProfileTextState, default=PROFILE_TEXT_GRAPH.initial
    )
    submitted_at = models.DateTimeField(default=timezone.now)
    rescan_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "field"],
                name="one_text_waits_for_a_field_of_a_profile",
                condition=Q(state=ProfileTextState.WAITING),
            ),
            models.CheckConstraint(
                name="a_profile_text_has_words_exactly_while_it_waits",
                condition=Q(state=ProfileTextState.WAITING, text__isnull=False)
                | (~Q(state=ProfileTextState.WAITING) & Q(text__isnull=True)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["rescan_at"],
                name="profile_texts_to_be_judged",
                condition=Q(state=ProfileTextState.WAITING),
            )
        ]
