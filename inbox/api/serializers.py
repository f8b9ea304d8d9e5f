from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from inbox import event_types
from lib.api.serializers import StrictSerializer


@extend_schema_field({"type": "object", "additionalProperties": True})
class DataField(serializers.JSONField):
    """What the event's type says."""


class EventSerializer(StrictSerializer[Any]):
    """One event, as over the socket."""

    id = serializers.IntegerField(min_value=1, help_text="Grows by one for each person.")
    type = serializers.CharField(help_text="One of /api/v1/me/events/types.")
    at = serializers.DateTimeField()
    data = DataField()  # type: ignore[assignment]  # DRF's own `data` is not a field


class EventPageSerializer(StrictSerializer[Any]):
    """A page of events."""

    results = EventSerializer(many=True)
    next = serializers.IntegerField(allow_null=True, help_text="`after` of the next page.")


class EventTypeSerializer(StrictSerializer[Any]):
    """A type of event: its name, what it tells, and the JSON Schema of its data."""

    type = serializers.CharField()
    meaning = serializers.CharField()
    data_schema = DataField()


class EventTypesSerializer(StrictSerializer[Any]):
    """All types."""

    results = EventTypeSerializer(many=True)


def type_as_json(event_type: event_types.EventType) -> dict[str, Any]:
    """One type for clients."""
    return {
        "type": event_type.name,
        "meaning": event_type.meaning,
        "data_schema": event_type.schema,
    }
