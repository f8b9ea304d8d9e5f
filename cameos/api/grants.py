from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import needs_proof, viewer_of
from accounts.selectors import person_by_handle
from cameos.api import lending_examples as examples
from cameos.api.bodies import (
    GrantSerializer,
    NewGrant,
    bounds_of,
    grant_json,
)
from cameos.api.permission import CLOSED_TO_TEENS, TAG
from cameos.selectors import grant_of, grants_of, own_cameo
from cameos.services.granting import Bounds, grant, withdraw
from lib.api.openapi import listed, problems
from lib.api.pagination import keyset_page
from lib.api.views import ApiView
from lib.errors import ErrorCode


class GrantsView(ApiView):
    """What I granted to people one by one."""

    throttle_scope = "cameo_rules"

    @extend_schema(
        operation_id="cameo_grants_list",
        summary="What I granted, newest first",
        examples=[examples.GRANTS],
        tags=TAG,
        **listed(GrantSerializer, ErrorCode.NOT_FOUND),
    )
    def get(self, request: Request, cameo_id: UUID) -> Response:
        rows = grants_of(viewer_of(request), cameo_id)
        return keyset_page(request, rows, order=("-granted_at", "-id"), serialize=grant_json)

    @extend_schema(
        operation_id="cameo_grants_create",
        summary="Let somebody use my likeness",
        description="What they were granted before is replaced.",
        request=NewGrant,
        responses={
            201: GrantSerializer,
            **problems(
                *(ErrorCode.MIN_VALUE, ErrorCode.NOT_FOUND, ErrorCode.NOT_ALLOWED_FOR_SELF),
                *(ErrorCode.THROTTLED, ErrorCode.REAUTHENTICATION_REQUIRED),
            ),
            **CLOSED_TO_TEENS,
        },
        examples=[examples.NEW_GRANT, examples.GRANTED],
        tags=TAG,
    )
    @needs_proof
    def post(self, request: Request, cameo_id: UUID) -> Response:
        viewer = viewer_of(request)
        cameo = own_cameo(viewer, cameo_id)
        body = bounds_of(self.body(NewGrant))
        person = person_by_handle(body.pop("handle"), viewer=viewer)
        made = grant(cameo=cameo, to=person, by=viewer, bounds=Bounds(**body))
        return Response(grant_json(made), 201)


class GrantView(ApiView):
    """One of them."""

    throttle_scope = "cameo_rules"

    @extend_schema(
        operation_id="cameo_grants_delete",
        summary="Take it back",
        description="What waits or is being made under it ends.",
        responses={204: None, **problems(ErrorCode.NOT_FOUND, ErrorCode.THROTTLED)},
        tags=TAG,
    )
    def delete(self, request: Request, cameo_id: UUID, grant_id: UUID) -> Response:
        viewer = viewer_of(request)
        withdraw(grant=grant_of(viewer, cameo_id, grant_id), by=viewer)
        return Response(status=204)
