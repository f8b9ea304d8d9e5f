"""For people without an account: a report, its confirmation, what became of it."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from enforcement.api import open_examples as examples
from enforcement.api.bodies import report_json, said_in
from enforcement.api.open_bodies import (
    ConfirmBody,
    OpenReportBody,
    OpenReportSerializer,
    SentSerializer,
    TokenBody,
)
from enforcement.api.views import TAG
from enforcement.counting import count_network
from enforcement.links import notice_of, report_of, status_token
from enforcement.models import OpenNotice, Report
from enforcement.services.open_notices import Sender, confirm, confirm_by_code, send_notice
from enforcement.showing import Progress
from lib.api.addresses import client_address, network_of
from lib.api.openapi import problems
from lib.api.views import ApiView
from lib.errors import DomainError, ErrorCode


class OpenReportsView(ApiView):
    """Sending one."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="reports_open_create",
        summary="Report something without an account",
        description="The answer is the same whether there is such a thing or not. A code and a "
        "link go to `email`; the report stands, and its clock runs, once that is confirmed. 422 "
        "`notice_incomplete`: what makes a notice valid is missing (a name and an explanation, "
        "but about child safety; that you mean it; of impersonation of whom), `attr` says which.",
        request=OpenReportBody,
        responses={
            202: SentSerializer,
            **problems(
                *(ErrorCode.INVALID, ErrorCode.INVALID_CHOICE, ErrorCode.MAX_LENGTH),
                *(ErrorCode.INVALID_CHARACTERS, ErrorCode.NOTICE_INCOMPLETE),
                ErrorCode.THROTTLED,
            ),
        },
        examples=examples.SEND_EXAMPLES,
        tags=TAG,
        auth=[],
    )
    def post(self, request: Request) -> Response:
        body = self.body(OpenReportBody)
        count_network("report_open", request._request)
        sender = Sender(body["email"], body["name"], body["good_faith"])
        notice = send_notice(
            subject=body["subject"], reason=body["reason"], said=said_in(body), sender=sender
        )
        return Response(SentSerializer({"id": notice.pk}).data, 202)


class ConfirmOpenReportView(ApiView):
    """By the link or the code of the mail."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="reports_open_confirm",
        summary="Confirm the address behind a report",
        description="By `token`, or by `id` and `code`. After five wrong codes only the link is "
        "left. Keep `status_token`: it opens the status.",
        request=ConfirmBody,
        responses={
            201: OpenReportSerializer,
            **problems(
                *(ErrorCode.REQUIRED, ErrorCode.INCORRECT_CODE, ErrorCode.URL_INVALID),
                *(ErrorCode.ALREADY_REPORTED, ErrorCode.GONE, ErrorCode.THROTTLED),
            ),
        },
        examples=examples.CONFIRM_EXAMPLES,
        tags=TAG,
        auth=[],
    )
    def post(self, request: Request) -> Response:
        body = self.body(ConfirmBody)
        count_network("report_guess", request._request)
        network = network_of(client_address(request._request))
        if "token" in body:
            found = confirm(notice_of(body["token"]), network=network)
        elif "id" in body and "code" in body:
            found = confirm_by_code(notice_id=body["id"], code=body["code"], network=network)
        else:
            raise DomainError(ErrorCode.REQUIRED, _("Give the token, or the id and the code."))
        return Response(open_report_json(found), 201)


class OpenReportStatusView(ApiView):
    """What became of it, for whoever has its token."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="reports_open_status",
        summary="What became of a report without an account",
        request=TokenBody,
        responses={
            200: OpenReportSerializer,
            **problems(ErrorCode.URL_INVALID, ErrorCode.GONE, ErrorCode.THROTTLED),
        },
        examples=examples.STATUS_EXAMPLES,
        tags=TAG,
        auth=[],
    )
    def post(self, request: Request) -> Response:
        body = self.body(TokenBody)
        count_network("report_guess", request._request)
        return Response(open_report_json(report_of(body["token"])))


def open_report_json(found: Report | OpenNotice) -> dict[str, Any]:
    """The same of a report and of a notice under whose id there was nothing."""
    if isinstance(found, Report):
        body = report_json(found)
    else:
        body = report_json(
            Report(
                pk=found.pk,
                subject_kind=found.subject_kind,
                reason=found.reason,
                about_me=found.about_me,
                claim=found.claim,
                created_at=found.confirmed_at or found.sent_at,
            )
        )
        body["state"] = Progress.RECEIVED.value
    return {**body, "status_token": status_token(found.public_id)}
