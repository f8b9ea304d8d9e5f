"""How the OpenAPI document is drawn: one error shape, strict bodies, typed ids, bearer tokens."""

from functools import cache
from typing import Any

from django.conf import settings
from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiSerializerExtension,
    OpenApiSerializerFieldExtension,
)
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from drf_standardized_errors.openapi import AutoSchema
from rest_framework import serializers
from rest_framework.serializers import BaseSerializer

from lib.api.patterns import id_pattern
from lib.errors import HTTP_STATUS, ErrorCode

ERROR_CODES = [(code.value, code.value) for code in ErrorCode]
ERROR_KINDS = ["validation_error", "client_error", "server_error"]
WRITES = ("POST", "PUT", "PATCH")

PAGE_PARAMETERS = [
    OpenApiParameter("cursor", str, description="The `next` of the page before."),
    OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}),
]
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    required=True,
    description="Same key and request within 24 hours: the same answer, done once.",
)


class OneErrorSerializer(serializers.Serializer[Any]):
    """One thing that is wrong."""

    code = serializers.ChoiceField(choices=ERROR_CODES)
    detail = serializers.CharField(help_text="For people; follows Accept-Language.")
    attr = serializers.CharField(allow_null=True, help_text="The field that it is about.")


class ErrorSerializer(serializers.Serializer[Any]):
    """The body of every error."""

    type = serializers.ChoiceField(choices=ERROR_KINDS)
    errors = OneErrorSerializer(many=True)  # type: ignore[assignment]
    request_id = serializers.CharField()


class Schema(AutoSchema):
    """DRF views as operations; errors and the Idempotency-Key come by themselves."""

    def get_override_parameters(self) -> list[Any]:
        return [IDEMPOTENCY_KEY] if self._takes_key() else []

    def _should_add_error_response(self, responses: dict[str, Any], status_code: str) -> bool:
        if status_code in responses:
            return False
        if status_code == "413":
            return self.method in WRITES
        if status_code in ("400", "409") and self._takes_key():
            return True
        if status_code == "409":
            return False
        return bool(super()._should_add_error_response(responses, status_code))

    def _get_error_response_examples(self) -> list[OpenApiExample]:
        return []

    def _takes_key(self) -> bool:
        method = getattr(self.view, self.method.lower(), None)
        return getattr(method, "takes_idempotency_key", False)


class StrictBody(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Request bodies say that they take no unknown field."""

    target_class = "lib.api.serializers.StrictSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        if direction == "request" and schema.get("type") == "object":
            schema["additionalProperties"] = False
        return schema


class TypedId(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """A typed id with its pattern."""

    target_class = "lib.api.fields.TypedIdField"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        return {"type": "string", "pattern": f"^{id_pattern(self.target.kind)}$"}


class Bearer(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The one way to say who you are."""

    target_class = settings.REST_FRAMEWORK["DEFAULT_AUTHENTICATION_CLASSES"][0]
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> Any:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "An access token of `/_allauth/app/v1`.",
        }


@cache  # two classes of one name would be two components of it in the document
def page_of(serializer: type[BaseSerializer[Any]]) -> type[BaseSerializer[Any]]:
    """What `keyset_page` answers with rows of this serializer, for `extend_schema(responses=…)`."""
    noun = serializer.__name__.removesuffix("Serializer")
    members: dict[str, Any] = {
        "results": serializer(many=True),
        "next": serializers.CharField(allow_null=True, help_text="The cursor of the next page."),
    }
    return type(f"{noun}PageSerializer", (serializers.Serializer,), members)


def listed(serializer: type[serializers.Serializer[Any]], *codes: ErrorCode) -> dict[str, Any]:
    """What `keyset_page` takes and answers, for `extend_schema(**…)`; `codes`: what else the list
    refuses with."""
    refused = problems(ErrorCode.INVALID, ErrorCode.INVALID_CURSOR, *codes)
    return {"parameters": PAGE_PARAMETERS, "responses": {200: page_of(serializer), **refused}}


def problems(*codes: ErrorCode) -> dict[int, OpenApiResponse]:
    """Responses for refusals that an operation can give, with an example for each code."""
    by_status: dict[int, list[ErrorCode]] = {}
    for code in codes:
        by_status.setdefault(HTTP_STATUS[code], []).append(code)
    return {
        status: OpenApiResponse(
            ErrorSerializer,
            description=", ".join(f"`{code}`" for code in group),
            examples=[_problem_example(code, status) for code in group],
        )
        for status, group in by_status.items()
    }


def example(name: str, value: Any, *, status: int | None = None) -> OpenApiExample:
    """A named example: of the request body, or, with a status, of that answer."""
    if status is None:
        return OpenApiExample(name, value=value, request_only=True)
    return OpenApiExample(name, value=value, response_only=True, status_codes=[str(status)])


def only_our_own(endpoints: list[Any], **_: Any) -> list[Any]:
    """A preprocessing hook: what unmodified OpenAI clients use has a document of its own."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/")]


def version_from_settings(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A postprocessing hook: the document carries the version of the checkout."""
    result["info"]["version"] = settings.VERSION
    return result


def _problem_example(code: ErrorCode, status: int) -> OpenApiExample:
    from lib.api.problems import kind_of

    body = {
        "type": kind_of(status),
        "errors": [{"code": code.value, "detail": "What went wrong, in words.", "attr": None}],
        "request_id": "4b5d1c0f7a6e4d0f9a3b2c1d0e9f8a7b",
    }
    return OpenApiExample(code.value, value=body, response_only=True, status_codes=[str(status)])
