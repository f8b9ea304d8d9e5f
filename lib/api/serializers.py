"""Serializers that refuse what they do not know instead of dropping it."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from lib.api import fields
from lib.errors import ErrorCode
from lib.models import TypedIdModel

M = TypeVar("M", bound=models.Model)
In = TypeVar("In")

NAMEABLE = re.compile(r"[A-Za-z0-9_.-]{1,64}", re.ASCII)
UNKNOWN = _("This field does not exist here, or cannot be written.")
NOT_AN_OBJECT = _("A JSON object is expected here.")


class StrictSerializer(serializers.Serializer[In]):
    """Base of every request and response body: unknown and read-only fields are refused.

    Errors: `wrong_type` for a body that is no object, `unknown_field` for each field that is not
    writable here, beside what the fields themselves find.
    """

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            raise ValidationError(
                {"non_field_errors": [ErrorDetail(str(NOT_AN_OBJECT), ErrorCode.WRONG_TYPE)]}
            )
        unknown = self._unknown(data)
        try:
            value = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError({**error.detail, **unknown}) from None  # type: ignore[dict-item]
        if unknown:
            raise ValidationError(unknown)
        return value

    def _unknown(self, data: Mapping[str, Any]) -> dict[str, list[ErrorDetail]]:
        writable = {field.field_name for field in self._writable_fields}
        refusal = [ErrorDetail(str(UNKNOWN), ErrorCode.UNKNOWN_FIELD)]
        return {
            name if NAMEABLE.fullmatch(name) else "non_field_errors": refusal
            for name in data
            if name not in writable
        }


class NoBody(StrictSerializer[Any]):
    """What a POST without fields takes: nothing, or an empty object."""


class StrictModelSerializer(StrictSerializer[M], serializers.ModelSerializer[M]):
    """A model's fields as strict ones; `id` is the typed public id and never writable.

    Relations and UUIDs would show database keys: declare those as `TypedIdField`.
    """

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: fields.StrictCharField,
        models.TextField: fields.StrictCharField,
        models.IntegerField: fields.StrictIntegerField,
        models.PositiveIntegerField: fields.StrictIntegerField,
        models.PositiveSmallIntegerField: fields.StrictIntegerField,
        models.SmallIntegerField: fields.StrictIntegerField,
        models.BigIntegerField: fields.StrictIntegerField,
        models.BooleanField: fields.StrictBooleanField,
        models.DateField: fields.StrictDateField,
    }
    serializer_choice_field = fields.StrictChoiceField

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        model = model_field.model
        if model_field.primary_key and issubclass(model, TypedIdModel):
            return fields.TypedIdField, {"kind": model.id_kind, "read_only": True}
        if model_field.primary_key or isinstance(model_field, models.UUIDField):
            raise TypeError(f"{field_name} would show a database key: declare a TypedIdField")
        return super().build_standard_field(field_name, model_field)

    def build_relational_field(self, field_name: str, relation_info: Any) -> Any:
        raise TypeError(f"{field_name} would show a database key: declare a TypedIdField")
