from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from cameos.api import rule_examples as examples
from cameos.api.own import OwnCameoView, PermissionPartView
from cameos.api.permission import STALE, TAG
from cameos.api.rule_bodies import (
    ConfirmSerializer,
    DressedSerializer,
    DressSerializer,
    RulesSerializer,
    SentenceSerializer,
    UnderstoodSerializer,
    dressed_json,
    rules_json,
    understood_json,
)
from cameos.api.versions import IF_MATCH, version_named
from cameos.models import CameoPermission
from cameos.permissions.compiling import compiled
from cameos.permissions.widening import lifts
from cameos.services.preferring import save_preferences
from cameos.services.restricting import confirm_restrictions
from lib.api.openapi import problems
from lib.errors import ErrorCode


class CompileView(OwnCameoView):
    """From a sentence to rules."""

    @extend_schema(
        operation_id="cameo_restrictions_compile",
        summary="What would be understood of my own words",
        description="Changes nothing. Confirm by sending `topics` and `compiler` back.",
        request=SentenceSerializer,
        responses={
            200: UnderstoodSerializer,
            **problems(ErrorCode.NOT_FOUND, ErrorCode.THROTTLED),
        },
        examples=[examples.SENTENCE, examples.UNDERSTOOD],
        tags=TAG,
    )
    def post(self, request: Request, cameo_id: UUID) -> Response:
        self.cameo(request, cameo_id)
        return Response(understood_json(compiled(self.body(SentenceSerializer)["text"])))


class RestrictionsView(PermissionPartView):
    """What my likeness is kept out of."""

    @extend_schema(
        operation_id="cameo_restrictions_read",
        summary="What my likeness is kept out of",
        responses={200: RulesSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=[examples.RULES],
        tags=TAG,
    )
    def get(self, request: Request, cameo_id: UUID) -> Response:
        return self.read(request, cameo_id)

    @extend_schema(
        operation_id="cameo_restrictions_confirm",
        summary="Confirm all of them",
        description="Leaving one out that stood needs a proof of the last minutes.",
        parameters=[IF_MATCH],
        request=ConfirmSerializer,
        responses={
            200: RulesSerializer,
            **problems(ErrorCode.INVALID_CHOICE, ErrorCode.STALE_STATE, *STALE),
        },
        examples=[examples.CONFIRM, examples.RULES],
        tags=TAG,
    )
    def put(self, request: Request, cameo_id: UUID) -> Response:
        cameo, by = self.cameo(request, cameo_id), viewer_of(request)
        body = self.body(ConfirmSerializer)
        version = self.prove_if(request, cameo, lambda row: lifts(row, body["topics"]))
        row = confirm_restrictions(
            cameo=cameo,
            by=by,
            version=version,
            topics=body["topics"],
            compiler=body.get("compiler", ""),
        )
        return self.answer(row)

    def shown(self, row: CameoPermission) -> Any:
        return rules_json(row)


class PreferencesView(PermissionPartView):
    """How my likeness is dressed."""

    @extend_schema(
        operation_id="cameo_preferences_read",
        summary="How my likeness is dressed",
        responses={200: DressedSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=[examples.DRESSED],
        tags=TAG,
    )
    def get(self, request: Request, cameo_id: UUID) -> Response:
        return self.read(request, cameo_id)

    @extend_schema(
        operation_id="cameo_preferences_save",
        summary="Save all of it",
        parameters=[IF_MATCH],
        request=DressSerializer,
        responses={
            200: DressedSerializer,
            **problems(
                *(ErrorCode.INVALID_CHOICE, ErrorCode.INPUT_MODERATION),
                *(ErrorCode.TEMPORARILY_UNAVAILABLE, *STALE),
            ),
        },
        examples=[examples.DRESS, examples.DRESSED],
        tags=TAG,
    )
    def put(self, request: Request, cameo_id: UUID) -> Response:
        cameo, by = self.cameo(request, cameo_id), viewer_of(request)
        attributes = dict(self.body(DressSerializer)["attributes"])
        row = save_preferences(
            cameo=cameo, by=by, version=version_named(request), attributes=attributes
        )
        return self.answer(row)

    def shown(self, row: CameoPermission) -> Any:
        return dressed_json(row)
