"""Routes that exist for these tests alone: one for each manner, on the product's own bases."""

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

import lib.api.converters  # noqa: F401
from audit.models import AuditEvent
from config.urls import handler400, handler403, handler404, handler500  # noqa: F401
from config.urls import urlpatterns as product
from lib.api import fields
from lib.api.etag import conditional
from lib.api.idempotency import idempotent
from lib.api.pagination import keyset_page
from lib.api.serializers import NoBody, StrictModelSerializer, StrictSerializer
from lib.api.views import ApiView
from lib.errors import DomainError, ErrorCode
from lib.ids import IdKind
from lib.outbox.models import OutboxMessage

raised: list[Exception] = []  # what /raise and /page raise next
state: dict[str, Any] = {"version": 1, "calls": 0}


class Part(StrictSerializer[Any]):
    name = fields.StrictCharField(max_length=5)


class Everything(StrictSerializer[Any]):
    text = fields.StrictCharField(max_length=10)
    number = fields.StrictIntegerField(min_value=1, max_value=9, required=False)
    flag = fields.StrictBooleanField(required=False)
    choice = fields.StrictChoiceField(choices=["red", "blue"], required=False)
    day = fields.StrictDateField(required=False)
    user_id = fields.TypedIdField(IdKind.USER, required=False)
    id = fields.TypedIdField(IdKind.GENERATION, read_only=True)
    part = Part(required=False)
    tags = serializers.ListField(child=fields.StrictCharField(), required=False, max_length=2)


class Person(StrictModelSerializer[Any]):
    class Meta:
        model = get_user_model()
        fields = ("id", "is_staff")


class Echo(ApiView):
    def post(self, request: Request) -> Response:
        values = self.body(Everything)
        return Response({name: str(value) for name, value in values.items()})


class Me(ApiView):
    def get(self, request: Request) -> Response:
        return Response(Person(request.user).data)

    def put(self, request: Request) -> Response:
        return Response(self.body(Person))

    def post(self, request: Request) -> Response:
        return Response(self.body(NoBody))


class Raise(ApiView):
    def get(self, request: Request) -> Response:
        raise raised.pop()


class Codes(ApiView):
    def get(self, request: Request) -> Response:
        raise ValidationError({"field": [ErrorDetail("no", "a_code_of_some_library")]})


class Rows(ApiView):
    def get(self, request: Request) -> Response:
        rows = OutboxMessage.objects.filter(actor_name="probe")
        return keyset_page(
            request, rows, order=("-created_at",), serialize=lambda row: {"number": row.args[0]}
        )


class Others(ApiView):
    def get(self, request: Request) -> Response:
        rows = OutboxMessage.objects.filter(actor_name="probe")
        return keyset_page(
            request, rows, order=("-created_at",), serialize=lambda row: {"number": row.args[0]}
        )


class Make(ApiView):
    """Makes an audit row; told so by its body, it refuses or fails after that."""

    throttle_scope = "create"

    @idempotent
    def post(self, request: Request, job_id: Any = None) -> Response:
        text = self.body(Everything)["text"]
        row = AuditEvent.objects.create(action="probe", actor="system:probe", target=text[:5])
        if text == "refuse":
            raise DomainError(ErrorCode.QUOTA_EXCEEDED, "Enough.", retry_after=60)
        if text == "fail":
            return Response({"made": str(row.pk)}, status=503)
        if text == "crash":
            raise RuntimeError(text)
        return Response(
            {"z": 1, "made": row.pk, "at": row.at}, status=201, headers={"Location": f"/m/{row.pk}"}
        )


class Polled(ApiView):
    def get(self, request: Request) -> Response:
        return conditional(request, {"version": state["version"]})


class ById(ApiView):
    def get(self, request: Request, job_id: Any) -> Response:
        return Response({"uuid": str(job_id)})


def page(request: HttpRequest) -> HttpResponse:
    raise raised.pop()


def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("word", ""))


urlpatterns = [
    path("api/v1/probe/echo", Echo.as_view()),
    path("api/v1/probe/me", Me.as_view()),
    path("api/v1/probe/raise", Raise.as_view()),
    path("api/v1/probe/codes", Codes.as_view()),
    path("api/v1/probe/rows", Rows.as_view()),
    path("api/v1/probe/others", Others.as_view()),
    path("api/v1/probe/make", Make.as_view()),
    path("api/v1/probe/<gen:job_id>/make", Make.as_view()),
    path("api/v1/probe/polled", Polled.as_view()),
    path("api/v1/probe/<gen:job_id>", ById.as_view()),
    path("api/page", page),
    path("page", page),
    path("api/form", form),
    path("form", form),
    *product,
]
