"""The body of a wish for a video."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from cameos.permissions.mentions import MOST_SUBJECTS
from generation.api.wish_parts import BeatSerializer, PartSerializer
from generation.engines.base import SECONDS, Size
from generation.lanes import Lane
from generation.limits import ENGINE_CHARACTERS, MOST_BEATS, MOST_VARIATIONS, PROMPT_CHARACTERS
from generation.tools import MOST_CLIPS, NEEDS, Tool
from lib.api.fields import StrictCharField, StrictChoiceField, StrictIntegerField, TypedIdField
from lib.api.serializers import StrictSerializer
from lib.errors import ErrorCode
from lib.ids import IdKind

REQUIRED = _("This tool needs this.")


@extend_schema_field({"type": "string", "minLength": 1, "maxLength": PROMPT_CHARACTERS})
class PromptField(StrictCharField):
    """Text whose length and characters the service judges, after normalisation."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Empty text has a code of its own, which the service gives."""
        return "" if data == "" else super().run_validation(data)


@extend_schema_field({"type": "integer", "enum": list(SECONDS)})
class SecondsField(StrictIntegerField):
    """A length; which ones there are depends on the model, so the service judges it."""


class SubmitSerializer(StrictSerializer[Any]):
    """What to make. Which fields a tool takes and needs stands in the table of docs/making-tools;
    what a tool does not take is refused, not ignored."""

    tool = StrictChoiceField(choices=Tool.choices, default=Tool.TEXT)
    prompt = PromptField(
        required=False,
        trim_whitespace=False,
        help_text=_("Up to 4,000 characters after Unicode normalisation (NFC)."),
    )
    size = StrictChoiceField(
        required=False,
        choices=[size.value for size in Size],
        help_text=_("What is made of others keeps their size; it may be left out."),
    )
    seconds = SecondsField(
        required=False,
        help_text=_("One of the lengths that the model offers; of what is drawn alone."),
    )
    model = StrictCharField(
        required=False,
        max_length=ENGINE_CHARACTERS,
        help_text=_(
            "One of `GET /models`. Left out: that of the first source, or the one marked there as "
            "default."
        ),
    )
    waits = StrictChoiceField(
        choices=Lane.values,
        default=Lane.INTERACTIVE.value,
        help_text=_("`batch` where nobody looks on: it comes after those who do."),
    )
    subjects = serializers.ListField(
        child=TypedIdField(IdKind.CAMEO),
        default=list,
        max_length=MOST_SUBJECTS,
        help_text=_(
            "Whose likeness it shows; mention each in the prompt with their handle. Those in its "
            "sources are in it too, and are asked again."
        ),
    )
    sources = PartSerializer(  # type: ignore[call-arg]
        many=True,
        required=False,
        max_length=MOST_CLIPS,
        help_text=_("Your own drafts that it is made of, in order."),
    )
    beats = BeatSerializer(  # type: ignore[call-arg]
        many=True,
        required=False,
        max_length=MOST_BEATS,
        help_text=_("The prompts of a storyboard; the first at 0."),
    )
    input_image = TypedIdField(
        IdKind.REFERENCE_IMAGE,
        required=False,
        help_text=_(
            "A `ready` picture of yours that it begins with (`/uploads/reference-images`), of the "
            "shape of `size`: cut it yourself, nothing is cut here."
        ),
    )
    variations = StrictIntegerField(
        default=1,
        min_value=1,
        max_value=MOST_VARIATIONS,
        help_text=_("How many, each from another seed; all of them are taken on, or none."),
    )

    def to_internal_value(self, data: Any) -> Any:
        """With what this tool needs and does not have among the faults."""
        missing = _missing(data) if isinstance(data, Mapping) else {}
        try:
            value = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError({**missing, **error.detail}) from None  # type: ignore[dict-item]
        if missing:
            raise ValidationError(missing)
        return value


def _missing(data: Mapping[str, Any]) -> dict[str, list[ErrorDetail]]:
    name = data.get("tool", Tool.TEXT)
    needs = NEEDS.get(name) if isinstance(name, str) else None  # type: ignore[call-overload]
    if needs is None:
        return {}
    wanted = {
        "prompt": needs.words,
        "size": not needs.sources[1],
        "seconds": needs.words and name != Tool.REMIX,
        "sources": needs.sources[0] > 0,
        "beats": needs.beats,
    }
    lacking = [field for field, is_needed in wanted.items() if is_needed and field not in data]
    return {field: [ErrorDetail(str(REQUIRED), ErrorCode.REQUIRED)] for field in lacking}
