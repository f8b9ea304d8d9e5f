"""What people read before anything is recorded, and what anybody may read at any time."""

from dataclasses import asdict

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cameos.api import notice_examples as examples
from cameos.api.notice_bodies import NoticeSerializer, RetentionSerializer
from cameos.enrolment.notices import current, current_version, purposes
from cameos.enrolment.retention import SCHEDULE
from lib.api.views import ApiView

SCOPES = (
    {
        "scope": "face",
        "required": True,
        "meaning": _("Videos may show your face, where you permit it."),
    },
    {
        "scope": "voice",
        "required": False,
        "meaning": _("Videos may speak with your voice, where you permit it."),
    },
)


class NoticeView(ApiView):
    """Anybody may read it; it says nothing of anybody."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="cameos_notice",
        summary="The biometric notice in force",
        description="Show it whole, then send its version, its language and what the person "
        "agreed to with `POST /cameos/enrolments`. By Accept-Language; English where there is no "
        "translation.",
        responses={200: NoticeSerializer},
        examples=examples.NOTICE_EXAMPLES,
        tags=["cameos"],
    )
    def get(self, request: Request) -> Response:
        notice = current()
        shown = {name: getattr(notice, name) for name in ("version", "locale", "text", "hash")}
        listed = {"purposes": notice.purposes, "scopes": SCOPES}
        return Response(NoticeSerializer(shown | listed).data)


class RetentionView(ApiView):
    """For anybody, with an account or without (740 ILCS 14/15(a))."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="cameos_retention",
        summary="What is kept of faces, why and for how long",
        responses={200: RetentionSerializer},
        examples=examples.RETENTION_EXAMPLES,
        tags=["cameos"],
    )
    def get(self, request: Request) -> Response:
        schedule = {
            "notice_version": current_version(),
            "purposes": purposes(),
            "kept": [asdict(row) for row in SCHEDULE],
        }
        return Response(RetentionSerializer(schedule).data)
