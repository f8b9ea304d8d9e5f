"""The notice and the schedule, as they are sent."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cameos.purposes import BiometricPurpose
from lib.api.serializers import StrictSerializer


class PurposeSerializer(StrictSerializer[Any]):
    """One purpose for which a face may be used; nothing else is one."""

    purpose = serializers.ChoiceField(choices=[one.value for one in BiometricPurpose])
    meaning = serializers.CharField()
    basis = serializers.CharField()
    retention = serializers.CharField()
    who_may = serializers.CharField()


class ScopeSerializer(StrictSerializer[Any]):
    """A consent of its own."""

    scope = serializers.ChoiceField(choices=["face", "voice"])
    required = serializers.BooleanField()  # type: ignore[assignment]
    meaning = serializers.CharField()


class NoticeSerializer(StrictSerializer[Any]):
    """The text as it must be shown, whole; `hash` is what the release keeps of it."""

    version = serializers.IntegerField()
    locale = serializers.CharField()
    text = serializers.CharField(help_text=_("CommonMark."))
    hash = serializers.CharField()
    purposes = PurposeSerializer(many=True)
    scopes = ScopeSerializer(many=True)


class KeptSerializer(StrictSerializer[Any]):
    """One thing that is kept."""

    what = serializers.CharField()
    until = serializers.CharField()
    days = serializers.IntegerField(
        allow_null=True, help_text=_("Null: no time ends it. 0: less than a day.")
    )
    how_it_goes = serializers.CharField()


class RetentionSerializer(StrictSerializer[Any]):
    """The public schedule."""

    notice_version = serializers.IntegerField()
    purposes = PurposeSerializer(many=True)
    kept = KeptSerializer(many=True)
