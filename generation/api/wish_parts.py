"""Parts of a wish: what it is made of, and when."""

import math
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generation.limits import LONGEST_SECONDS, PROMPT_CHARACTERS
from lib.api.fields import WRONG_TYPE, StrictCharField, TypedIdField
from lib.api.serializers import StrictSerializer
from lib.ids import IdKind


@extend_schema_field({"type": "number", "minimum": 0, "maximum": LONGEST_SECONDS})
class TimeField(serializers.FloatField):
    """Seconds as a JSON number; `true`, `"1"` and NaN are none."""

    default_error_messages = WRONG_TYPE

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=LONGEST_SECONDS, **kwargs)

    def to_internal_value(self, data: Any) -> float:
        if type(data) not in {int, float} or not math.isfinite(data):
            self.fail("wrong_type")
        return float(data)


class PartSerializer(StrictSerializer[Any]):
    """A draft of yours, or from `start` to `end` of it."""

    draft = TypedIdField(IdKind.VIDEO)
    start = TimeField(required=False)
    end = TimeField(required=False)


class BeatSerializer(StrictSerializer[Any]):
    """What is to be seen from `at` on, until the next one or the end."""

    at = TimeField()
    prompt = StrictCharField(
        trim_whitespace=False, allow_blank=True, max_length=4 * PROMPT_CHARACTERS,
        help_text=_("Judged like any prompt."),
    )  # fmt: skip


class SourceSerializer(StrictSerializer[Any]):
    """What a video is made of. `draft` is null where it is gone."""

    draft = TypedIdField(IdKind.VIDEO, allow_null=True)
    start = serializers.FloatField(allow_null=True)
    end = serializers.FloatField(allow_null=True)
