from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from cameos.api import reference_examples as examples
from cameos.api.characters import MAY_NOT
from cameos.api.permission import TAG
from cameos.api.reference_bodies import ReferenceSerializer, reference_json
from cameos.attestations.attesting import attest, statement_of
from cameos.attestations.statements import current
from cameos.attestations.switching import off_refusal
from cameos.uploads.selecting import reference_of
from lib.api.fields import StrictCharField, StrictIntegerField, TypedIdField
from lib.api.openapi import problems
from lib.api.serializers import StrictSerializer
from lib.api.views import ApiView
from lib.errors import ErrorCode
from lib.ids import IdKind


class NewAttestation(StrictSerializer[Any]):
    """That the statement was read and made, about this picture."""

    reference_image = TypedIdField(IdKind.REFERENCE_IMAGE)
    statement_version = StrictIntegerField(min_value=1)
    statement_sha256 = StrictCharField(
        required=False, max_length=64, help_text="Of the text that was shown."
    )
    locale = StrictCharField(max_length=16)


class StatementSerializer(StrictSerializer[Any]):
    """The text as it must be shown, whole."""

    version = serializers.IntegerField()
    locale = serializers.CharField()
    text = serializers.CharField(help_text="CommonMark.")
    sha256 = serializers.CharField()


class StatementView(ApiView):
    """What one states."""

    @extend_schema(
        operation_id="attestations_statement",
        summary="The statement about a picture of other people",
        responses={200: StatementSerializer},
        examples=examples.STATEMENT_EXAMPLES,
        tags=TAG,
    )
    def get(self, request: Request) -> Response:
        now = current()
        shown = {"version": now.version, "locale": now.locale, "text": now.text}
        return Response(shown | {"sha256": now.sha256})


class AttestationsView(ApiView):
    """Statements of rights, where the operator takes them."""

    throttle_scope = "create"

    @extend_schema(
        operation_id="attestations_create",
        summary="State your rights to a picture that was refused for a person in it",
        description="Off unless the operator turned it on, which is `temporarily_disabled`. Only "
        "for a picture with no other problem than `person_in_picture`, of adults alone, within an "
        "hour. Its videos are judged more strictly, and their mark cannot be removed.",
        request=NewAttestation,
        responses={
            201: ReferenceSerializer,
            **problems(
                *(ErrorCode.TEMPORARILY_DISABLED, ErrorCode.NOT_FOUND, *MAY_NOT),
                *(ErrorCode.NOTICE_OUTDATED, ErrorCode.NOT_ATTESTABLE),
                *(ErrorCode.ALREADY_FINISHED, ErrorCode.MINOR_NOT_EXCLUDED),
            ),
        },
        examples=examples.ATTEST_EXAMPLES,
        tags=TAG,
    )
    def post(self, request: Request) -> Response:
        # Before anything is read: switched off, nobody learns what else would be the matter.
        if refusal := off_refusal():
            raise refusal
        body, viewer = self.body(NewAttestation), viewer_of(request)
        statement = statement_of(
            version=body["statement_version"],
            locale=body["locale"],
            sha256=body.get("statement_sha256"),
        )
        picture = reference_of(viewer, body["reference_image"])
        row = attest(picture=picture, by=viewer, statement=statement)
        return Response(reference_json(row), 201)
