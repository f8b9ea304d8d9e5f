from typing import Any

from rest_framework import serializers

from cameos.processors.declared import KEY_LENGTH
from lib.api.fields import StrictCharField
from lib.api.serializers import StrictSerializer


class AgreeSerializer(StrictSerializer[Any]):
    """`text_hash`: of the text that the owner has read, whole."""

    text_hash = StrictCharField(min_length=64, max_length=64)


class ProcessorSerializer(serializers.Serializer[Any]):
    """Who would be handed pictures. `agreed`: whether the owner's word stands. `text` is null for
    one that nothing is drawn at any more: there is nothing left to agree to."""

    key = serializers.CharField(max_length=KEY_LENGTH)
    name = serializers.CharField()
    region = serializers.CharField()
    retention = serializers.CharField()
    models = serializers.ListField(child=serializers.CharField())
    agreed = serializers.BooleanField()
    text_version = serializers.IntegerField(allow_null=True)
    text = serializers.CharField(allow_null=True)
    text_hash = serializers.CharField(allow_null=True)


class ProcessorsSerializer(serializers.Serializer[Any]):
    """All of them; none where everything is drawn in this house."""

    results = ProcessorSerializer(many=True)
