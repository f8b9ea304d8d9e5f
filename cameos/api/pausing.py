from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import needs_proof, viewer_of
from cameos.api.own import OwnCameoView
from cameos.api.permission import TAG
from cameos.services import pausing
from lib.api.openapi import problems
from lib.errors import ErrorCode


class PauseView(OwnCameoView):
    """The brake."""

    @extend_schema(
        operation_id="cameo_pause",
        summary="Suspend all uses at once",
        description="What waits or is being made with it ends. What was permitted is kept.",
        request=None,
        responses={204: None, **problems(ErrorCode.NOT_FOUND, ErrorCode.THROTTLED)},
        tags=TAG,
    )
    def put(self, request: Request, cameo_id: UUID) -> Response:
        pausing.pause(cameo=self.cameo(request, cameo_id), by=viewer_of(request))
        return Response(status=204)

    @extend_schema(
        operation_id="cameo_resume",
        summary="Let it be used again",
        responses={
            204: None,
            **problems(
                *(ErrorCode.NOT_FOUND, ErrorCode.THROTTLED, ErrorCode.REAUTHENTICATION_REQUIRED)
            ),
        },
        tags=TAG,
    )
    @needs_proof
    def delete(self, request: Request, cameo_id: UUID) -> Response:
        pausing.resume(cameo=self.cameo(request, cameo_id), by=viewer_of(request))
        return Response(status=204)
