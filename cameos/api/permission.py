from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from cameos.api import lending_examples as examples
from cameos.api.bodies import (
    PermissionChanges,
    PermissionSerializer,
    bounds_of,
    permission_json,
)
from cameos.api.own import PermissionPartView
from cameos.api.versions import IF_MATCH
from cameos.models import CameoPermission
from cameos.permissions.widening import permits_more
from cameos.services.permitting import change_permission
from lib.api.openapi import ErrorSerializer, problems
from lib.errors import ErrorCode

TAG = ["cameos"]
STALE = (
    ErrorCode.NOT_FOUND,
    ErrorCode.PRECONDITION_FAILED,
    ErrorCode.PRECONDITION_REQUIRED,
    ErrorCode.THROTTLED,
    ErrorCode.REAUTHENTICATION_REQUIRED,
)
# `minor_policy` is a 422 for prompts; here nothing is wrong with what was sent.
CLOSED_TO_TEENS: dict[int, Any] = {
    403: OpenApiResponse(ErrorSerializer, description="`minor_policy`")
}


class PermissionView(PermissionPartView):
    """Who may use my likeness without being approved one by one."""

    @extend_schema(
        operation_id="cameo_permission_read",
        summary="Who may use my likeness",
        responses={200: PermissionSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=[examples.PERMISSION],
        tags=TAG,
    )
    def get(self, request: Request, cameo_id: UUID) -> Response:
        return self.read(request, cameo_id)

    @extend_schema(
        operation_id="cameo_permission_update",
        summary="Change it",
        description="`everyone` becomes `mutuals` after ninety days unless it is said again. "
        "Under 18 it is `only_me` or `approved`. What permits more than before needs a proof of "
        "the last minutes; narrowing never does.",
        parameters=[IF_MATCH],
        request=PermissionChanges,
        responses={
            200: PermissionSerializer,
            **problems(ErrorCode.INVALID_CHOICE, *STALE),
            **CLOSED_TO_TEENS,
        },
        examples=[examples.CHANGES, examples.PERMISSION],
        tags=TAG,
    )
    def patch(self, request: Request, cameo_id: UUID) -> Response:
        cameo, by = self.cameo(request, cameo_id), viewer_of(request)
        changes = bounds_of(self.body(PermissionChanges))
        version = self.prove_if(request, cameo, lambda row: permits_more(row, changes))
        row = change_permission(cameo=cameo, by=by, version=version, **changes)
        return self.answer(row)

    def shown(self, row: CameoPermission) -> Any:
        return permission_json(row, timezone.now())
