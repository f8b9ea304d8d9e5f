from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cameos.characters.states import CHARACTER_GRAPH, CharacterState
from cameos.models.cameos import Cameo
from cameos.models.sent import SentFile
from lib.append_only import AppendOnly
from lib.crypto.fields import EncryptedTextField
from lib.ids import IdKind
from lib.states import Transition


class CharacterTransition(Transition):
    """One step on a character's way."""

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, INSERT"}

    class Meta(AppendOnly.Meta):
        abstract = False


class Character(SentFile):
    """What is said of a cameo that is no human being; it has that cameo's id.

    `kept_key`: the silent film of what was looked at, until it is sealed; `sheet_key`: its
    pictures for whoever decides. `approved_at`: a person found that others may use it. The name is
    erased with the character.
    """

    id_kind = IdKind.CAMEO
    state_graph = CHARACTER_GRAPH
    transition_model = CharacterTransition

    cameo = models.OneToOneField(Cameo, on_delete=models.PROTECT, related_name="character")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="characters"
    )
    name = EncryptedTextField(null=True)
    state = models.CharField(max_length=16, choices=CharacterState, default=CHARACTER_GRAPH.initial)
    sheet_key = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)

    database_rights: ClassVar[dict[str, Any]] = {"likeness": "SELECT, UPDATE"}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_refused_character_says_why",
                condition=~Q(state=CharacterState.REFUSED) | ~Q(problems=[]),
            ),
            models.CheckConstraint(
                name="a_ready_character_is_sealed_and_nowhere_else",
                condition=~Q(state=CharacterState.READY) | Q(kept_key=""),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "-created_at"], name="characters_of_a_person"),
            models.Index(
                fields=["created_at"],
                name="characters_on_their_way",
                condition=Q(state__in=["awaiting_clip", "held", "pending"]),
            ),
        ]
