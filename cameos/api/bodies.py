"""What owners send and read."""

from datetime import UTC, datetime
from typing import Any

from rest_framework import serializers

from accounts.api.serializers import PersonLineSerializer
from cameos.models import CameoGrant, CameoPermission, CameoRequest, NoteState, RequestState
from cameos.permissions.levels import PermissionLevel, level_at
from cameos.permissions.terms import Cap, Scope
from cameos.services.notes import MOST_CHARACTERS
from lib.api.fields import (
    WRONG_TYPE,
    StrictBooleanField,
    StrictCharField,
    StrictChoiceField,
    TypedIdField,
)
from lib.api.serializers import StrictSerializer
from lib.ids import IdKind, encode

REACH = {one.name.lower(): one for one in Cap}


class StrictMomentField(serializers.DateTimeField):
    """A moment of RFC 3339 with its offset."""

    default_error_messages = WRONG_TYPE

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)

    def to_internal_value(self, data: Any) -> datetime:
        if not isinstance(data, str):
            self.fail("wrong_type")
        return super().to_internal_value(data)


class StrictListField(serializers.ListField):
    """A JSON list of values that are all different."""

    default_error_messages = WRONG_TYPE

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list):
            self.fail("wrong_type")
        return sorted(set(super().to_internal_value(data)))


class BoundsSerializer(StrictSerializer[Any]):
    """How a use is bounded."""

    scopes = StrictListField(
        child=StrictChoiceField(choices=[one.value for one in Scope]),
        allow_empty=False,
        max_length=len(Scope),
        required=False,
        help_text="Without `voice` lines are spoken by a generic voice.",
    )
    reach = StrictChoiceField(
        choices=list(REACH),
        required=False,
        help_text="How far a video may go: `friends` keeps it out of every public place.",
    )
    no_remix = StrictBooleanField(required=False)
    no_download = StrictBooleanField(required=False)


class PermissionChanges(BoundsSerializer):
    """What is left out stays as it is. `everyone` said again lasts ninety days anew."""

    level = StrictChoiceField(choices=PermissionLevel.choices, required=False)


class GrantBounds(BoundsSerializer):
    """What is left out is open."""

    once = StrictBooleanField(required=False, help_text="For one video.")
    until = StrictMomentField(required=False, allow_null=True)


class NewGrant(GrantBounds):
    """To whom, and how far."""

    handle = StrictCharField(max_length=20)


class AskSerializer(StrictSerializer[Any]):
    """A word to the owner, who sees it once it was checked."""

    note = StrictCharField(
        required=False, allow_blank=True, max_length=4 * MOST_CHARACTERS, trim_whitespace=False
    )


class PermissionSerializer(serializers.Serializer[Any]):
    """What the owner permits to whoever needs no approval. `everyone_until`: when `everyone`
    becomes `mutuals`."""

    level = serializers.ChoiceField(choices=PermissionLevel.choices)
    everyone_until = serializers.DateTimeField(allow_null=True)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=list(Scope)))
    reach = serializers.ChoiceField(choices=list(REACH))
    no_remix = serializers.BooleanField()
    no_download = serializers.BooleanField()
    paused = serializers.BooleanField()


class GrantSerializer(serializers.Serializer[Any]):
    """What one person was granted."""

    id = TypedIdField(IdKind.CAMEO_GRANT)
    person = PersonLineSerializer()
    once = serializers.BooleanField()
    until = serializers.DateTimeField(allow_null=True)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=list(Scope)))
    reach = serializers.ChoiceField(choices=list(REACH))
    no_remix = serializers.BooleanField()
    no_download = serializers.BooleanField()
    granted_at = serializers.DateTimeField()


class ReceivedRequestSerializer(serializers.Serializer[Any]):
    """Somebody asks. `note` is null where there is none that was checked and passed."""

    id = TypedIdField(IdKind.CAMEO_REQUEST)
    person = PersonLineSerializer()
    note = serializers.CharField(allow_null=True)
    asked_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class SentRequestSerializer(serializers.Serializer[Any]):
    """What I asked for; it waits until it is approved or runs out."""

    id = TypedIdField(IdKind.CAMEO_REQUEST)
    cameo = TypedIdField(IdKind.CAMEO)
    state = serializers.ChoiceField(
        choices=[
            *(RequestState.WAITING.value, RequestState.APPROVED.value),
            *(RequestState.EXPIRED.value, RequestState.TAKEN_BACK.value),
        ]
    )
    asked_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


def permission_json(row: CameoPermission, at: datetime) -> dict[str, Any]:
    """The body of PermissionSerializer: what holds at this moment."""
    level = level_at(row.level, row.everyone_until, at)
    until = row.everyone_until if level == PermissionLevel.EVERYONE else None
    shown = {"level": level.value, "everyone_until": until, **_bounds(row)}
    shown["paused"] = row.cameo.paused_at is not None
    return dict(PermissionSerializer(shown).data)


def grant_json(row: CameoGrant) -> dict[str, Any]:
    """The body of GrantSerializer."""
    shown = {
        "id": row.pk, "person": row.person, "once": row.once, "until": row.until,
        "granted_at": row.granted_at, **_bounds(row),
    }  # fmt: skip
    return dict(GrantSerializer(shown).data)


def received_json(row: CameoRequest) -> dict[str, Any]:
    """The body of ReceivedRequestSerializer."""
    shown = {
        "id": row.pk, "person": row.person, "asked_at": row.asked_at,
        "note": row.note if row.note_state == NoteState.SHOWN else None,
        "expires_at": row.expires_at,
    }  # fmt: skip
    return dict(ReceivedRequestSerializer(shown).data)


def sent_json(row: CameoRequest, at: datetime) -> dict[str, Any]:
    """The body of SentRequestSerializer: a denial looks like waiting."""
    return {
        "id": row.public_id,
        "cameo": encode(IdKind.CAMEO, row.named),
        "state": row.looks(at).value,
        "asked_at": serializers.DateTimeField().to_representation(row.asked_at),
        "expires_at": serializers.DateTimeField().to_representation(row.expires_at),
    }


def bounds_of(body: dict[str, Any]) -> dict[str, Any]:
    """The fields of a row or of `granting.Bounds` that a body names."""
    named = {key: value for key, value in body.items() if key != "reach"}
    return {**named, "cap": REACH[body["reach"]]} if "reach" in body else named


def _bounds(row: CameoPermission | CameoGrant) -> dict[str, Any]:
    return {
        "scopes": sorted(row.scopes),
        "reach": Cap(row.cap).name.lower(),
        "no_remix": row.no_remix,
        "no_download": row.no_download,
    }
