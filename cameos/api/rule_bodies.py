"""What is sent and read of restrictions and preferences."""

from typing import Any

from rest_framework import serializers

from cameos.api.bodies import StrictListField
from cameos.models import CameoPermission
from cameos.permissions.compiling import MOST_CHARACTERS, Understood
from cameos.permissions.preferences import PHRASES, phrase_of
from cameos.permissions.showing import examples_for
from cameos.permissions.topics import Topic
from lib.api.fields import StrictCharField, StrictChoiceField
from lib.api.serializers import StrictSerializer


class SentenceSerializer(StrictSerializer[Any]):
    """In the owner's own words; kept nowhere."""

    text = StrictCharField(max_length=MOST_CHARACTERS)


class ExampleSerializer(serializers.Serializer[Any]):
    """A prompt, and whether the rules bear it."""

    prompt = serializers.CharField()
    allowed = serializers.BooleanField()


class UnderstoodSerializer(serializers.Serializer[Any]):
    """To be confirmed by its owner. `not_understood`: pieces of the text that no rule came of."""

    topics = serializers.ListField(child=serializers.ChoiceField(choices=Topic.choices))
    understood = serializers.CharField()
    not_understood = serializers.ListField(child=serializers.CharField())
    compiler = serializers.CharField()
    examples = ExampleSerializer(many=True)


class ConfirmSerializer(StrictSerializer[Any]):
    """All topics that the likeness is kept out of. `compiler`: of the answer that is confirmed;
    left out where the list was chosen by hand."""

    topics = StrictListField(child=StrictChoiceField(choices=Topic.choices), max_length=len(Topic))
    compiler = StrictCharField(required=False, max_length=16)


class RulesSerializer(serializers.Serializer[Any]):
    """What the likeness is kept out of, with prompts that show it."""

    topics = serializers.ListField(child=serializers.ChoiceField(choices=Topic.choices))
    examples = ExampleSerializer(many=True)


class AttributesSerializer(StrictSerializer[Any]):
    """Each of a closed list."""


for _attribute, _phrases in PHRASES.items():
    AttributesSerializer._declared_fields[_attribute.value] = StrictChoiceField(
        choices=list(_phrases), required=False
    )


class DressSerializer(StrictSerializer[Any]):
    """All that is preferred; what is left out is not."""

    attributes = AttributesSerializer()


class DressedSerializer(serializers.Serializer[Any]):
    """`phrase`: what joins a prompt. `paused`: it made somebody's request fail, and is left out
    until it is saved again."""

    attributes = serializers.DictField(child=serializers.CharField())
    phrase = serializers.CharField(allow_blank=True)
    paused = serializers.BooleanField()


def understood_json(found: Understood) -> Any:
    """The body of UnderstoodSerializer."""
    shown = {
        "topics": list(found.topics),
        "understood": found.sentence,
        "not_understood": list(found.rest),
        "compiler": found.version,
        "examples": examples_for(frozenset(found.topics)),
    }
    return UnderstoodSerializer(shown).data


def rules_json(row: CameoPermission) -> Any:
    """The body of RulesSerializer."""
    topics = frozenset(Topic(one) for one in row.restrictions)
    shown = {"topics": sorted(topics), "examples": examples_for(topics)}
    return RulesSerializer(shown).data


def dressed_json(row: CameoPermission) -> Any:
    """The body of DressedSerializer."""
    shown = {
        "attributes": row.preferences,
        "phrase": phrase_of(row.preferences),
        "paused": row.preferences_paused_at is not None,
    }
    return DressedSerializer(shown).data
