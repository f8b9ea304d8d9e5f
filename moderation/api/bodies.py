"""Bodies of POST /v1/moderations, as the `openai` package sends and reads them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lib.api.fields import WRONG_TYPE, StrictCharField
from lib.api.serializers import StrictSerializer
from moderation.screener.asking import MOST_CHARACTERS, MOST_INPUTS
from moderation.screener.names import THEIRS

MOST_TOGETHER = 16_000  # ours: the screener reads them one after another, and prompts wait
_TEXT = {"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS}
_TEXT_PART = {
    "type": "object",
    "properties": {"type": {"type": "string", "enum": ["text"]}, "text": _TEXT},
    "required": ["type", "text"],
    "additionalProperties": False,
}


def _listed(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "maxItems": MOST_INPUTS, "items": items}


@extend_schema_field({"oneOf": [_TEXT, _listed(_TEXT), _listed(_TEXT_PART)]})
class InputField(serializers.Field[list[str], Any, Any, Any]):
    """A text; a list of texts, each judged for itself; or parts of one text, judged together."""

    default_error_messages = {
        **WRONG_TYPE,
        "empty": _("There is nothing to judge."),
        "max_length": _(
            "This has a text of more than 8,000 characters, more than 16,000 together, or more "
            "than 32 items."
        ),
        "unsupported_media_type": _("Only text is judged here, no pictures."),
    }

    def to_internal_value(self, data: Any) -> list[str]:
        if isinstance(data, str):
            return [self._text(data)]
        if not isinstance(data, list):
            self.fail("wrong_type")
        if not data:
            self.fail("empty")
        if len(data) > MOST_INPUTS:
            self.fail("max_length")
        if all(isinstance(item, str) for item in data):
            if sum(map(len, data)) > MOST_TOGETHER:
                self.fail("max_length")
            return [self._text(item) for item in data]
        return [self._text("\n".join(self._part(item) for item in data))]

    def to_representation(self, value: list[str]) -> Any:
        raise NotImplementedError  # never answered

    def _part(self, item: Any) -> str:
        if not isinstance(item, dict):
            self.fail("wrong_type")
        if item.get("type") == "image_url":
            self.fail("unsupported_media_type")
        if set(item) != {"type", "text"} or item["type"] != "text":
            self.fail("wrong_type")
        return self._text(item["text"])

    def _text(self, item: Any) -> str:
        if not isinstance(item, str):
            self.fail("wrong_type")
        if not item:
            self.fail("empty")
        if len(item) > MOST_CHARACTERS:
            self.fail("max_length")
        return item


class ModerationRequestSerializer(StrictSerializer[Any]):
    """What to judge."""

    input = InputField()
    model = StrictCharField(
        required=False,
        max_length=64,
        help_text=_("Any name is taken; the answer says which model judged."),
    )


def _members(schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict.fromkeys(THEIRS, schema),
        "required": list(THEIRS),
        "additionalProperties": False,
    }


@extend_schema_field(_members({"type": "boolean"}))
class FlagsField(serializers.DictField):
    """A flag for each category of the protocol."""


@extend_schema_field(_members({"type": "number", "enum": [0.0, 0.5, 1.0]}))
class BandsField(serializers.DictField):
    """A step for each category of the protocol."""


@extend_schema_field(
    _members({"type": "array", "items": {"type": "string", "enum": ["text"]}, "minItems": 1})
)
class InputTypesField(serializers.DictField):
    """What each category was judged by."""


class OursSerializer(StrictSerializer[Any]):
    """What the protocol has no word for."""

    assessed = serializers.BooleanField(
        help_text=_("False: not all could be judged (its language, say); it counts as flagged.")
    )


class ModerationResultSerializer(StrictSerializer[Any]):
    """Of one text."""

    flagged = serializers.BooleanField(
        help_text=_("Also for what the categories here do not name, and what was not assessed.")
    )
    categories = FlagsField()
    category_scores = BandsField(
        help_text=_("0: fine. 0.5: limited, or a person would look first. 1: refused.")
    )
    category_applied_input_types = InputTypesField()
    zoetrope = OursSerializer()


class ModerationSerializer(StrictSerializer[Any]):
    """The answer, in the order of the input."""

    id = serializers.CharField()
    model = serializers.CharField()
    results = ModerationResultSerializer(many=True)


class OpenAiErrorPartSerializer(StrictSerializer[Any]):
    """What went wrong."""

    message = serializers.CharField()
    type = serializers.CharField()
    param = serializers.CharField(allow_null=True)
    code = serializers.CharField(allow_null=True)


class OpenAiErrorSerializer(StrictSerializer[Any]):
    """The body of every error."""

    error = OpenAiErrorPartSerializer()
