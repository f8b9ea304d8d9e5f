from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from cameos.api import revocation_examples as examples
from cameos.api.own import OwnCameoView
from cameos.api.permission import TAG
from cameos.api.revocation_bodies import (
    ChoicesSerializer,
    RevocationSerializer,
    RevokeSerializer,
    choices_json,
    revocation_json,
)
from cameos.models import RevocationScope
from cameos.revoking.revoking import revoke
from lib.api.openapi import problems
from lib.errors import ErrorCode


class RevocationView(OwnCameoView):
    """Taking back every consent to use my likeness."""

    @extend_schema(
        operation_id="cameo_revocation_read",
        summary="What revoking would take away, and how far the last one is",
        description="Three scopes: `future_only` leaves what others were shown where it is; "
        "`hide_existing` takes that away too; `also_remixes` takes what was made of it as well. "
        "Whatever the scope, what is being made ends and drafts go.",
        responses={
            200: ChoicesSerializer,
            **problems(ErrorCode.NOT_FOUND, ErrorCode.THROTTLED),
        },
        examples=[examples.CHOICES],
        tags=TAG,
    )
    def get(self, request: Request, cameo_id: UUID) -> Response:
        cameo = self.cameo(request, cameo_id)
        return Response(choices_json(cameo), headers={"Cache-Control": "no-store"})

    @extend_schema(
        operation_id="cameo_revoke",
        summary="Take every consent back",
        description="From this answer on nobody sees what the scope takes away, its makers too; "
        "files and copies are removed within moments, and it goes on where a server fails. Their "
        "makers are told that a likeness was withdrawn, never whose. Grants and requests end; the "
        "likeness is `revoked` until it is enrolled anew. Sent twice it is done once. 409 "
        "`stale_state`: the confirmation is old, read again.",
        request=RevokeSerializer,
        responses={
            202: RevocationSerializer,
            **problems(
                *(ErrorCode.INVALID, ErrorCode.INVALID_CHOICE, ErrorCode.NOT_FOUND),
                *(ErrorCode.STALE_STATE, ErrorCode.THROTTLED),
            ),
        },
        examples=[examples.REVOKE, examples.REVOKED],
        tags=TAG,
    )
    def post(self, request: Request, cameo_id: UUID) -> Response:
        body = self.body(RevokeSerializer)
        made = revoke(
            cameo=self.cameo(request, cameo_id),
            by=viewer_of(request),
            scope=RevocationScope(body["scope"]),
            confirm=body["confirm"],
        )
        return Response(revocation_json(made), 202)
