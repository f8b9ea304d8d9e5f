from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from enforcement.api import examples
from enforcement.api.bodies import (
    ReasonsSerializer,
    ReportBody,
    ReportSerializer,
    reasons_json,
    report_json,
    said_in,
)
from enforcement.models import Report
from enforcement.services.filing import file_report
from enforcement.showing import reports_for
from enforcement.still_seen import still_seen
from enforcement.subjects.kinds import SubjectKind
from lib.api.addresses import client_address, network_of
from lib.api.idempotency import idempotent
from lib.api.openapi import listed, problems
from lib.api.pagination import keyset_page
from lib.api.views import ApiView
from lib.errors import DomainError, ErrorCode
from lib.selecting import one_of

TAG = ["reports"]
NEWEST = ("-created_at", "-id")
KIND = OpenApiParameter("kind", str, enum=SubjectKind.values, description="Those of one kind.")


class ReasonsView(ApiView):
    """For what something may be reported; the same for everybody."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="reports_reasons",
        summary="For what something may be reported",
        description="Two levels: ask for a topic, then for a reason of it. No account is needed.",
        parameters=[KIND],
        responses={200: ReasonsSerializer, **problems(ErrorCode.INVALID)},
        examples=examples.REASONS_EXAMPLES,
        tags=TAG,
        auth=[],
    )
    def get(self, request: Request) -> Response:
        kind = request.query_params.get("kind")
        if kind is not None and kind not in SubjectKind.values:
            raise DomainError(ErrorCode.INVALID, _("There is no such kind."), attr="kind")
        return Response(reasons_json(kind))


class ReportsView(ApiView):
    """Reporting something that one sees."""

    throttle_scope = "report"

    @extend_schema(
        operation_id="reports_create",
        summary="Report something",
        description="Whatever you can see, whomever you blocked, and for 30 days what is gone: a "
        "post, a draft with your likeness in it, a person, a likeness or a character. What you "
        "report is kept as it is now. Whose it is never hears who reported it, or how often. 409 "
        "`already_reported`: you gave this reason already, and it was not decided since that "
        "something changed. `impersonation` takes `impersonated`: whom the thing passes for.",
        request=ReportBody,
        responses={
            201: ReportSerializer,
            **problems(
                *(ErrorCode.INVALID, ErrorCode.INVALID_CHOICE, ErrorCode.MAX_LENGTH),
                *(ErrorCode.REQUIRED, ErrorCode.INVALID_CHARACTERS),
                ErrorCode.NOT_ALLOWED_FOR_SELF,
                *(ErrorCode.NOT_FOUND, ErrorCode.ALREADY_REPORTED, ErrorCode.THROTTLED),
            ),
        },
        examples=examples.FILE_EXAMPLES,
        tags=TAG,
    )
    @idempotent
    def post(self, request: Request) -> Response:
        body, by = self.body(ReportBody), viewer_of(request)
        report = file_report(
            by=by,
            subject=body["subject"],
            reason=body["reason"],
            said=said_in(body),
            network=network_of(client_address(request._request)),
        )
        place = {"Location": reverse("report", kwargs={"report_id": report.pk})}
        return Response(report_json(report, subject=report.subject), 201, headers=place)


class ReportView(ApiView):
    """What became of it."""

    @extend_schema(
        operation_id="reports_read",
        summary="One of your reports",
        responses={200: ReportSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=examples.READ_EXAMPLES,
        tags=TAG,
    )
    def get(self, request: Request, report_id: UUID) -> Response:
        viewer = viewer_of(request)
        report = one_of(reports_for(viewer), report_id)
        return Response(_shown(report, still_seen([report], viewer)))


class MyReportsView(ApiView):
    """All of them."""

    @extend_schema(
        operation_id="me_reports",
        summary="Your reports, newest first",
        examples=examples.LIST_EXAMPLES,
        tags=TAG,
        **listed(ReportSerializer),
    )
    def get(self, request: Request) -> Response:
        viewer = viewer_of(request)
        mine = reports_for(viewer)
        page = keyset_page(request, mine, order=NEWEST, serialize=lambda row: row).data
        seen = still_seen(page["results"], viewer)
        return Response({**page, "results": [_shown(row, seen) for row in page["results"]]})


def _shown(report: Report, seen: frozenset[UUID]) -> dict[str, Any]:
    return report_json(report, subject=report.subject if report.pk in seen else None)
