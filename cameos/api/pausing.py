from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from cameos.api.permission import TAG
from cameos.selectors import own_cameo
from cameos.services import pausing
from lib.api.openapi import problems
from lib.api.views import ApiView
from lib.errors import ErrorCode


class PauseView(ApiView):
    """The brake."""

    throttle_scope = "cameo_rules"

    @extend_schema(
        operation_id="cameo_pause",
        summary="Suspend all uses at once",
        description="What waits or is being made with it ends. What was permitted is kept.",
        request=None,
        responses={204: None, **problems(ErrorCode.NOT_FOUND, ErrorCode.THROTTLED)},
        tags=TAG,
    )
    def put(self, request: Request, cameo_id: UUID) -> Response:
        viewer = viewer_of(request)
        pausing.pause(cameo=own_cameo(viewer, cameo_id), by=viewer)
        return Response(status=204)

    @extend_schema(
        operation_id="cameo_resume",
        summary="Let it be used again",
        responses={204: None, **problems(ErrorCode.NOT_FOUND, ErrorCode.THROTTLED)},
        tags=TAG,
    )
    def delete(self, request: Request, cameo_id: UUID) -> Response:
        viewer = viewer_of(request)
        pausing.resume(cameo=own_cameo(viewer, cameo_id), by=viewer)
        return Response(status=204)
