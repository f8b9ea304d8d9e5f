"""What is sent and read of characters."""

from typing import Any

from rest_framework import serializers

from cameos.api.cameos import usable_by
from cameos.api.enrolments import UploadSerializer
from cameos.api.upload_targets import target_json
from cameos.characters import limits
from cameos.characters.states import CharacterState
from cameos.models import Character
from lib.api.fields import StrictCharField, StrictChoiceField, TypedIdField
from lib.api.serializers import StrictSerializer
from lib.ids import IdKind

SHOWN = ("awaiting_clip", "pending", "ready", "refused")


class NewCharacter(StrictSerializer[Any]):
    """What it is called, and what will be sent."""

    name = StrictCharField(max_length=4 * limits.NAME_CHARACTERS)
    content_type = StrictChoiceField(choices=sorted(limits.SUFFIXES))


class CharacterSerializer(serializers.Serializer[Any]):
    """One's own character. Its `id` is that of a cameo: permission, requests, grants, restrictions,
    pause and receipts are those routes'."""

    id = TypedIdField(IdKind.CAMEO)
    name = serializers.CharField(allow_null=True, help_text="Null once it was refused.")
    status = serializers.ChoiceField(choices=SHOWN)
    usable_by = serializers.CharField(
        help_text="`only_me` until a person has looked at it, whatever you permit."
    )
    problems = serializers.ListField(
        child=serializers.CharField(), help_text="Codes; of a refused one."
    )
    upload = UploadSerializer(allow_null=True, help_text="Until it is sent in or ran out.")
    created_at = serializers.DateTimeField()


def character_json(row: Character) -> dict[str, Any]:
    """The body of CharacterSerializer."""
    held = row.state == CharacterState.HELD
    shown = {
        "id": row.pk, "name": row.name, "problems": row.problems, "created_at": row.created_at,
        "status": CharacterState.PENDING.value if held else row.state,
        "usable_by": usable_by(row.cameo).value, "upload": _upload(row),
    }  # fmt: skip
    return dict(CharacterSerializer(shown).data)


def _upload(row: Character) -> dict[str, Any] | None:
    if row.state != CharacterState.AWAITING_CLIP:
        return None
    return target_json(row, max_bytes=limits.MOST_BYTES)
