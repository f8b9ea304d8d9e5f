from collections.abc import Iterable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from cameos.addresses import cameo_ids_of
from cameos.api import rule_examples as examples
from cameos.api.permission import TAG
from cameos.permissions.mentions import MOST_SUBJECTS
from cameos.permissions.refusals import Answer
from cameos.services.authorizing import Decision
from cameos.services.checking import check
from lib.api.fields import StrictCharField, TypedIdField
from lib.api.openapi import problems
from lib.api.serializers import StrictSerializer
from lib.api.views import ApiView
from lib.errors import ErrorCode
from lib.ids import IdKind, encode

PROMPT_CHARACTERS = 4_000  # as a prompt that is submitted
NOT_MENTIONED = "not_mentioned"


class QuestionSerializer(StrictSerializer[Any]):
    """Whose likeness, for what."""

    subjects = serializers.ListField(
        child=TypedIdField(IdKind.CAMEO), min_length=1, max_length=MOST_SUBJECTS
    )
    prompt = StrictCharField(max_length=PROMPT_CHARACTERS, trim_whitespace=False)


class SubjectAnswerSerializer(serializers.Serializer[Any]):
    """About one subject."""

    cameo = TypedIdField(IdKind.CAMEO)
    answer = serializers.ChoiceField(choices=list(Answer))


class WarningSerializer(serializers.Serializer[Any]):
    """`not_mentioned`: who is not mentioned with their handle may not be in the picture."""

    code = serializers.ChoiceField(choices=[NOT_MENTIONED])
    cameo = TypedIdField(IdKind.CAMEO)


class AnswerSerializer(serializers.Serializer[Any]):
    """For all together, and for each."""

    answer = serializers.ChoiceField(choices=list(Answer))
    subjects = SubjectAnswerSerializer(many=True)
    warnings = WarningSerializer(many=True)


class CheckView(ApiView):
    """Asking before submitting."""

    throttle_scope = "cameo_check"

    @extend_schema(
        operation_id="cameos_check",
        summary="May I use these likenesses for this prompt?",
        description="What submitting would answer at this moment; it spends nothing. "
        "`not_available` does not say why. `ok` is no promise: consent may end at any time, and "
        "a video is looked at once it is made. Refusals count as those of a submit do.",
        request=QuestionSerializer,
        responses={
            200: AnswerSerializer,
            **problems(
                *(ErrorCode.INVALID_CHARACTERS, ErrorCode.DUPLICATE_FIELD, ErrorCode.SUSPENDED),
                *(ErrorCode.STANDING_LIMITED, ErrorCode.EMAIL_NOT_VERIFIED),
                *(ErrorCode.PROMPT_EMPTY, ErrorCode.INPUT_MODERATION, ErrorCode.MINOR_POLICY),
                *(ErrorCode.LIKENESS, ErrorCode.THIRD_PARTY_CONTENT),
                *(ErrorCode.COOLING_OFF, ErrorCode.THROTTLED),
                ErrorCode.TEMPORARILY_UNAVAILABLE,
            ),
        },
        examples=[examples.QUESTION, examples.OK, examples.NO],
        tags=TAG,
    )
    def post(self, request: Request) -> Response:
        body = self.body(QuestionSerializer)
        named = body["subjects"]
        asked = cameo_ids_of(named)
        decision = check(cameo_ids=asked, prompt=body["prompt"], by=viewer_of(request))
        return Response(_shown(decision, dict(zip(asked, named, strict=True))))


def _shown(decision: Decision, named: dict[UUID, UUID]) -> dict[str, Any]:
    """`named`: what was sent for each cameo; nothing else is ever answered."""
    return {
        "answer": decision.answer.value,
        "subjects": [
            {"cameo": encode(IdKind.CAMEO, named[one.cameo_id]), "answer": one.answer.value}
            for one in decision.subjects
        ],
        "warnings": warnings_about(named[one] for one in decision.unmentioned),
    }


def warnings_about(unmentioned: Iterable[UUID]) -> list[dict[str, Any]]:
    """As preflight and submit show them."""
    return [
        {"code": NOT_MENTIONED, "cameo": encode(IdKind.CAMEO, cameo_id)} for cameo_id in unmentioned
    ]
