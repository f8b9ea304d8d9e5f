from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from cameos.uploads.limits import SUFFIXES
from enforcement.api.bodies import time_json
from enforcement.api.views import TAG
from enforcement.limits import ATTACHMENT_BYTES
from enforcement.models import ReportAttachment
from enforcement.services.attaching import attach, detach
from enforcement.showing import reports_for
from enforcement.shown_attachments import Looked, looked_of
from lib.api.fields import TypedIdField
from lib.api.idempotency import idempotent
from lib.api.openapi import example, problems
from lib.api.parsers import BytesParser
from lib.api.serializers import StrictSerializer
from lib.api.views import ApiView
from lib.errors import ErrorCode
from lib.ids import IdKind
from lib.selecting import one_of

RECEIPT = {
    "id": "rpa_01kaj9zk5m6n7p8q9r0s1t2v3w",
    "uploaded_at": "2026-11-22T15:33:00.000000Z",
    "state": "waiting",
}
UNCHECKED = RECEIPT | {"state": "could_not_be_checked"}


class PictureParser(BytesParser):
    most = ATTACHMENT_BYTES


class AttachmentSerializer(StrictSerializer[ReportAttachment]):
    """A picture that you sent with a report; nothing gives it back."""

    id = TypedIdField(IdKind.REPORT_ATTACHMENT, read_only=True)
    uploaded_at = serializers.DateTimeField(help_text=_("When it came here."))
    state = serializers.ChoiceField(
        choices=[one.value for one in Looked],
        help_text=_(
            "`waiting`: it is checked before anybody sees it. `looked_at`: that is done; of what "
            "cannot be read, or may not be kept, nothing is. `could_not_be_checked`: that was not "
            "possible in time; nobody saw it and it is erased. Say in words what it showed."
        ),
    )


class AttachmentListSerializer(StrictSerializer[Any]):
    """All that you sent with a report, the oldest first."""

    results = AttachmentSerializer(many=True)


def attachment_json(row: ReportAttachment) -> dict[str, Any]:
    """The body of AttachmentSerializer."""
    return {
        "id": row.public_id,
        "uploaded_at": time_json(row.uploaded_at),
        "state": looked_of(row).value,
    }


class AttachmentsView(ApiView):
    """Pictures beside one's words."""

    throttle_scope = "attach"
    parser_classes = (PictureParser,)

    @extend_schema(
        operation_id="reports_attachments",
        summary="What you sent with a report of yours",
        description="No picture is given back; `state` says whether it could be checked.",
        responses={200: AttachmentListSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=[example("sent", {"results": [UNCHECKED]}, status=200)],
        tags=TAG,
    )
    def get(self, request: Request, report_id: UUID) -> Response:
        report = one_of(reports_for(viewer_of(request)), report_id)
        rows = ReportAttachment.objects.filter(report=report).order_by("uploaded_at", "pk")
        return Response({"results": [attachment_json(row) for row in rows]})

    @extend_schema(
        operation_id="reports_attach",
        summary="Send a picture with a report of yours",
        description="The body is the file: a JPEG, PNG or WebP of up to 8 MiB, at most three of a "
        "report, before it is decided. Staff alone see it, at most 2048 pixels a side, without "
        "what a camera wrote beside it; of what cannot be read, or may not be kept, nothing is. "
        "409 `not_attachable`: a report about child safety takes none. Do not send such pictures; "
        "say where it is.",
        request=dict.fromkeys(SUFFIXES, OpenApiTypes.BINARY),
        responses={
            201: AttachmentSerializer,
            **problems(
                *(ErrorCode.NOT_FOUND, ErrorCode.STALE_STATE, ErrorCode.NOT_ATTACHABLE),
                *(ErrorCode.ATTACHMENT_LIMIT, ErrorCode.TOO_LARGE, ErrorCode.REQUEST_TIMEOUT),
                *(ErrorCode.UNSUPPORTED_MEDIA_TYPE, ErrorCode.THROTTLED),
            ),
        },
        examples=[example("receipt", RECEIPT, status=201)],
        tags=TAG,
    )
    @idempotent
    def post(self, request: Request, report_id: UUID) -> Response:
        viewer = viewer_of(request)
        report = one_of(reports_for(viewer), report_id)
        sent: Any = request.data  # no bytes where the body is empty
        content = sent if isinstance(sent, bytes) else b""
        return Response(attachment_json(attach(report=report, by=viewer, content=content)), 201)


class AttachmentView(ApiView):
    """One of them."""

    throttle_scope = "attach"

    @extend_schema(
        operation_id="reports_detach",
        summary="Take a picture back",
        description="Before the report is decided. It is erased.",
        responses={204: None, **problems(ErrorCode.NOT_FOUND, ErrorCode.STALE_STATE)},
        tags=TAG,
    )
    def delete(self, request: Request, report_id: UUID, attachment_id: UUID) -> Response:
        viewer = viewer_of(request)
        report = one_of(reports_for(viewer), report_id)
        rows = ReportAttachment.objects.filter(report=report).select_related("report")
        detach(row=one_of(rows, attachment_id), by=viewer)
        return Response(status=204)
