from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from cameos.api.own import OwnCameoView
from cameos.api.permission import TAG
from cameos.services.erasing import request_erasure
from lib.actors import Actor
from lib.api.openapi import problems
from lib.errors import ErrorCode


class CameoView(OwnCameoView):
    """My likeness, as a whole."""

    @extend_schema(
        operation_id="cameo_delete",
        summary="Erase my likeness, with every video and remix it is in",
        description="Nobody sees any of them from here on. Recording, templates and their key are "
        "destroyed within moments, in backups too; there is no way back but another enrolment. "
        "What it takes away can be read under `/revocation` before (`also_remixes`).",
        responses={
            202: OpenApiResponse(description="It is hidden, and being erased."),
            **problems(ErrorCode.NOT_FOUND, ErrorCode.THROTTLED),
        },
        tags=TAG,
    )
    def delete(self, request: Request, cameo_id: UUID) -> Response:
        cameo = self.cameo(request, cameo_id)
        by = Actor.person(viewer_of(request).pk)
        request_erasure(cameo=cameo, actor=by, reason="asked for by its owner")
        return Response(status=202)
