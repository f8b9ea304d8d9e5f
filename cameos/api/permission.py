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
from cameos.api.versions import IF_MATCH, tagged, version_named
from cameos.permissions.facts import permission_of
from cameos.selectors import own_cameo
from cameos.services.permitting import change_permission
from lib.api.openapi import ErrorSerializer, problems
from lib.api.views import ApiView
from lib.errors import ErrorCode

TAG = ["cameos"]
STALE = (
    ErrorCode.NOT_FOUND,
    ErrorCode.PRECONDITION_FAILED,
    ErrorCode.PRECONDITION_REQUIRED,
    ErrorCode.THROTTLED,
)
# `minor_policy` is a 422 for prompts; here nothing is wrong with what was sent.
CLOSED_TO_TEENS: dict[int, Any] = {
    403: OpenApiResponse(ErrorSerializer, description="`minor_policy`")
}


class PermissionView(ApiView):
    """Who may use my likeness without being approved one by one."""

    throttle_scope = "cameo_rules"

    @extend_schema(
        operation_id="cameo_permission_read",
        summary="Who may use my likeness",
        responses={200: PermissionSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=[examples.PERMISSION],
        tags=TAG,
    )
    def get(self, request: Request, cameo_id: UUID) -> Response:
        row = permission_of(own_cameo(viewer_of(request), cameo_id))
        return tagged(permission_json(row, timezone.now()), row.version)

    @extend_schema(
        operation_id="cameo_permission_update",
        summary="Change it",
        description="`everyone` becomes `mutuals` after ninety days unless it is said again. "
        "Under 18 it is `only_me` or `approved`.",
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
        viewer = viewer_of(request)
        cameo = own_cameo(viewer, cameo_id)
        changes = bounds_of(self.body(PermissionChanges))
        row = change_permission(cameo=cameo, by=viewer, version=version_named(request), **changes)
        return tagged(permission_json(row, timezone.now()), row.version)
