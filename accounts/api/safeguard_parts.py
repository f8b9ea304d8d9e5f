"""Safeguards in JSON: what limits me, why, until when, and what I may say about it."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.serializers import SupervisionSerializer
from accounts.models import RegionSource, SafeguardSettings, User
from accounts.safeguards import SCALES, WINDOWED, Limit, Reason, Safeguards
from accounts.safeguards.layers import combine, places_of, said_of, settings_of
from accounts.safeguards.supervision import supervision_of
from accounts.safeguards.watching import watched
from accounts.safeguards.windows import MOST_WINDOWS, WINDOW_SCHEMA
from accounts.safeguards.words import REASONS, ChangedBy, meaning, next_change
from lib.api.fields import WRONG_TYPE, StrictCharField
from lib.api.serializers import UNKNOWN, StrictSerializer

WINDOWS_SCHEMA = {"type": "array", "items": WINDOW_SCHEMA, "maxItems": MOST_WINDOWS}
VALUE_SCHEMA = {
    "oneOf": [
        {"type": "string", "enum": sorted({word for scale in SCALES.values() for word in scale})},
        {"type": "integer", "minimum": 0, "maximum": 1440},
        {"type": "null"},
        WINDOWS_SCHEMA,
    ]
}


def _schema_of(limit: Limit) -> dict[str, Any]:
    if limit in WINDOWED:
        return {**WINDOWS_SCHEMA, "type": ["array", "null"]}
    if limit == Limit.DAILY_MINUTES:
        return {"type": ["integer", "null"], "minimum": 0, "maximum": 1440}
    return {"type": ["string", "null"], "enum": [*SCALES[limit], None]}


@extend_schema_field(VALUE_SCHEMA)
class LimitValueField(serializers.JSONField):
    """A word of the limit's scale; minutes a day, null for no limit; or windows of the week."""


class SafeguardReasonSerializer(StrictSerializer[Any]):
    """One reason that holds a limit where it is."""

    reason = serializers.ChoiceField(choices=[one.value for one in Reason])
    says = serializers.CharField()
    changed_by = serializers.ChoiceField(choices=[one.value for one in ChangedBy])


class SafeguardSerializer(StrictSerializer[Any]):
    """One limit on me, and why."""

    limit = serializers.ChoiceField(choices=[one.value for one in Limit])
    value = LimitValueField()
    says = serializers.CharField()
    reasons = SafeguardReasonSerializer(many=True)
    own_choice = LimitValueField(help_text="What I asked for myself; null where I did not.")


class NextChangeSerializer(StrictSerializer[Any]):
    """When the hours that hold end, or else when the next begin."""

    at = serializers.DateTimeField()
    says = serializers.CharField()


class TimeZoneSerializer(StrictSerializer[Any]):
    """Where my days and hours are counted. After a change the former zone counts for a while."""

    name = serializers.CharField(allow_null=True, help_text="Null: never said; UTC counts.")
    former = serializers.CharField(allow_null=True)
    former_until = serializers.DateTimeField(allow_null=True)


class RegionSerializer(StrictSerializer[Any]):
    """Where the law is made that holds for me, and who said so."""

    code = serializers.CharField()
    source = serializers.ChoiceField(choices=RegionSource.choices)  # type: ignore[assignment]


class WatchedTodaySerializer(StrictSerializer[Any]):
    """How much of today's minutes is used; null where there is no limit."""

    minutes = serializers.IntegerField(min_value=0)
    most = serializers.IntegerField(min_value=0)
    until = serializers.DateTimeField()


class SafeguardsSerializer(StrictSerializer[Any]):
    """All limits on me."""

    results = SafeguardSerializer(many=True)
    supervision = SupervisionSerializer(allow_null=True)
    time_zone = TimeZoneSerializer()
    region = RegionSerializer(allow_null=True)
    next_change = NextChangeSerializer(allow_null=True)
    watched_today = WatchedTodaySerializer(allow_null=True)


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": False,
        "properties": {limit.value: _schema_of(limit) for limit in Limit},
    }
)
class ChoicesField(serializers.JSONField):
    """Values by limit. What each may be is the service's to judge."""

    default_error_messages = {**WRONG_TYPE, "unknown_field": UNKNOWN}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.fail("wrong_type")
        if set(data) - set(Limit):
            self.fail("unknown_field")
        return dict(data)


class SafeguardChanges(StrictSerializer[Any]):
    """What I say of my limits; what is left out stays as it is."""

    limits = ChoicesField(required=False)
    time_zone = StrictCharField(
        required=False, max_length=64, help_text="A name of the IANA time zone database."
    )
    region = StrictCharField(
        required=False, max_length=6, help_text="ISO 3166-1 alpha-2 or ISO 3166-2: DE, US-CA."
    )


def safeguards_json(person: User) -> dict[str, Any]:
    """The body of SafeguardsSerializer."""
    now, mine = timezone.now(), settings_of(person)
    limits = Safeguards(combine(said_of(person, mine, at=now)), places_of(mine))
    supervision = supervision_of(person)
    return {
        "results": [_limit(limits, limit, mine) for limit in Limit],
        "supervision": supervision
        and {"guardians": supervision.guardians, "says": supervision.says},
        "time_zone": {
            "name": mine.time_zone or None,
            "former": mine.former_time_zone or None if _counts(mine, now) else None,
            "former_until": _time(mine.former_until) if _counts(mine, now) else None,
        },
        "region": {"code": mine.region, "source": mine.region_source} if mine.region else None,
        "next_change": _next_change(limits, now),
        "watched_today": _watched(person, limits, now),
    }


def _limit(limits: Safeguards, limit: Limit, mine: SafeguardSettings) -> dict[str, Any]:
    one = limits.limits[limit]
    return {
        "limit": limit.value,
        "value": one.value,
        "says": meaning(limit, one.value),
        "reasons": [_reason(reason) for reason in one.reasons],
        "own_choice": mine.choices.get(limit.value),
    }


def _reason(reason: Reason) -> dict[str, str]:
    says, changed_by = REASONS[reason]
    return {"reason": reason.value, "says": str(says), "changed_by": changed_by.value}


def _counts(mine: SafeguardSettings, now: datetime) -> bool:
    return mine.former_until is not None and now < mine.former_until


def _next_change(limits: Safeguards, now: datetime) -> dict[str, Any] | None:
    change = next_change(limits, now)
    return {"at": _time(change[0]), "says": change[1]} if change else None


def _watched(person: User, limits: Safeguards, now: datetime) -> dict[str, Any] | None:
    today = watched(person, limits, at=now)
    if today.most is None:
        return None
    return {"minutes": today.minutes, "most": today.most, "until": _time(today.until)}


def _time(value: datetime | None) -> Any:
    return serializers.DateTimeField().to_representation(value) if value else None
