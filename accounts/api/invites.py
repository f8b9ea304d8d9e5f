from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import examples
from accounts.api.access import viewer_of
from accounts.invite_codes import shown
from accounts.models import Invite
from accounts.selectors import invites_of
from accounts.services import invites
from lib.api.fields import StrictIntegerField, TypedIdField
from lib.api.idempotency import idempotent
from lib.api.openapi import PAGE_PARAMETERS, page_of, problems
from lib.api.pagination import keyset_page
from lib.api.serializers import StrictSerializer
from lib.api.views import ApiView
from lib.errors import ErrorCode
from lib.ids import IdKind
from lib.selecting import one_of


class InviteSerializer(serializers.Serializer[Invite]):
    """A code of mine."""

    id = TypedIdField(IdKind.INVITE, read_only=True)
    code = serializers.SerializerMethodField()
    max_uses = serializers.IntegerField(read_only=True)
    uses = serializers.IntegerField(
        source="used", read_only=True, help_text="How many joined or are just joining by it."
    )
    created_at = serializers.DateTimeField(read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)
    disabled_at = serializers.DateTimeField(read_only=True, allow_null=True)

    def get_code(self, invite: Invite) -> str:
        """As people type it."""
        return shown(invite.code)


class NewInvite(StrictSerializer[Any]):
    """For how many; more than one is for staff."""

    max_uses = StrictIntegerField(
        required=False, default=1, min_value=1, max_value=invites.MOST_USES
    )


class InvitesView(ApiView):
    """My codes."""

    throttle_scope = "invite"

    @extend_schema(
        tags=["people"],
        operation_id="invites_list",
        summary="My codes, newest first",
        parameters=PAGE_PARAMETERS,
        responses=page_of(InviteSerializer),
        examples=[examples.INVITES],
    )
    def get(self, request: Request) -> Response:
        rows = invites_of(viewer_of(request))
        return keyset_page(
            request, rows, order=("-created_at",), serialize=lambda row: InviteSerializer(row).data
        )

    @extend_schema(
        tags=["people"],
        operation_id="invites_create",
        summary="Make a code by which one person may join",
        request=NewInvite,
        responses={
            201: InviteSerializer,
            **problems(
                *(ErrorCode.INVITES_DISABLED, ErrorCode.STANDING_LIMITED),
                *(ErrorCode.PERMISSION_DENIED, ErrorCode.QUOTA_EXCEEDED, ErrorCode.THROTTLED),
            ),
        },
        examples=[examples.NEW_INVITE, examples.INVITE],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        viewer, asked = viewer_of(request), self.body(NewInvite)
        row = invites.issue(actor=viewer, max_uses=asked["max_uses"])
        return Response(InviteSerializer(one_of(invites_of(viewer), row.pk)).data, 201)


class InviteView(ApiView):
    """One of my codes."""

    @extend_schema(
        tags=["people"],
        operation_id="invite_disable",
        responses={204: None, **problems(ErrorCode.NOT_FOUND)},
    )
    def delete(self, request: Request, invite_id: UUID) -> Response:
        """Nobody joins by it any more; who did stays."""
        viewer = viewer_of(request)
        invites.disable(invite=one_of(invites_of(viewer), invite_id), actor=viewer)
        return Response(status=204)
