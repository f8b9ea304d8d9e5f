"""Serializer fields that take one JSON type and coerce nothing."""

import re
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from lib.ids import IdKind, InvalidId, decode, encode

LARGEST_INTEGER = 2**53 - 1  # RFC 8259, part 6: what every JSON reader keeps exactly
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WRONG_TYPE: dict[str, Any] = {"wrong_type": _("This has the wrong JSON type.")}


class StrictCharField(serializers.CharField):
    """A JSON string. NUL and lone surrogates are refused; white space at both ends is trimmed."""

    default_error_messages = WRONG_TYPE

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if data is not serializers.empty and data is not None and not isinstance(data, str):
            self.fail("wrong_type")
        return super().run_validation(data)


class StrictIntegerField(serializers.IntegerField):
    """A JSON integer; `true`, `"7"` and `7.0` are none."""

    default_error_messages = WRONG_TYPE

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", -LARGEST_INTEGER)
        kwargs.setdefault("max_value", LARGEST_INTEGER)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("wrong_type")
        return int(data)


class StrictBooleanField(serializers.BooleanField):
    """`true` or `false`."""

    default_error_messages = WRONG_TYPE

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("wrong_type")
        return bool(data)


class StrictChoiceField(serializers.ChoiceField):
    """One of a closed list of strings; a refusal names them, and never repeats what came."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        **WRONG_TYPE,
        "invalid_choice": _("Choose one of: {choices}."),
    }

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("wrong_type")
        if data not in self.choice_strings_to_values:
            self.fail("invalid_choice", choices=", ".join(self.choice_strings_to_values))
        return self.choice_strings_to_values[data]


class StrictDateField(serializers.DateField):
    """A day as `YYYY-MM-DD` and in no other of ISO 8601's many forms."""

    default_error_messages = WRONG_TYPE

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("wrong_type")
        if not ISO_DATE.fullmatch(data):
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(data)


class TypedIdField(serializers.Field[UUID, str, str, Any]):
    """A typed public id outside, the UUID inside.

    A well-formed id of something that is missing or hidden is the view's 404, not this field's.
    """

    default_error_messages = {**WRONG_TYPE, "invalid": _("This is no id of the kind asked for.")}

    def __init__(self, kind: IdKind, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str):
            self.fail("wrong_type")
        try:
            return decode(self.kind, data)
        except InvalidId:
            self.fail("invalid")

    def to_representation(self, value: UUID) -> str:
        return encode(self.kind, value)
