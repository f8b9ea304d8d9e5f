import secrets
from collections.abc import Callable
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from lib.api.openai_errors import openai_error, openai_exceptions
from lib.api.views import ApiView
from moderation.api.bodies import (
    ModerationRequestSerializer,
    ModerationSerializer,
    OpenAiErrorSerializer,
)
from moderation.screener.asking import MODEL
from moderation.screener.names import FLAGGED, THEIRS
from moderation.services.consulting import Consulted, consult

CALM = {
    "flagged": False,
    "categories": dict.fromkeys(THEIRS, False),
    "category_scores": dict.fromkeys(THEIRS, 0.0),
    "category_applied_input_types": {name: ["text"] for name in THEIRS},
    "zoetrope": {"assessed": True},
}
EXAMPLE = {"id": "modr-5f0c", "model": MODEL, "results": [CALM]}
ERRORS = {
    400: "no text, too much of it, a picture, an unknown member",
    401: "no token, or one that does not hold",
    403: "under 18 or of unknown age, limited, or an unconfirmed address",
    405: "another method",
    406: "another kind of answer than JSON",
    413: "too large a body",
    415: "another kind of body than JSON",
    429: "60 requests or 120 units a minute, 30 flagged texts an hour, or cooling off",
    500: "a fault of ours",
    503: "the screener is away: nothing was judged",
}


def _error(status: int, meaning: str) -> OpenApiResponse:
    said = openai_error(status=status, code="…", message="What went wrong, in words.", param=None)
    shown = OpenApiExample(str(status), value=said, response_only=True, status_codes=[str(status)])
    return OpenApiResponse(OpenAiErrorSerializer, description=meaning, examples=[shown])


class ModerationsView(ApiView):
    """Texts of one's own, judged as prompts are."""

    http_method_names = ["post"]
    throttle_scope = "moderate"
    schema = AutoSchema()

    def get_exception_handler(self) -> Callable[..., Response | None]:
        return openai_exceptions

    @extend_schema(
        operation_id="moderations_create",
        summary="Would this text be taken as a prompt?",
        description="Says of a text what submitting it as an adult's private prompt would say, in "
        "three steps instead of scores: numbers to climb by would help to write around the filter. "
        "For the same reason 30 flagged texts an hour are answered, then none, and nobody is while "
        "refusals make them wait (`cooling_off`). A list of strings has a result for each; a list "
        "of `text` parts has one for all. Pictures are refused. A request takes 32 items, 8,000 "
        "characters in a text and 16,000 together; a person has 120 units a minute, of which each "
        "text costs one for every thousand characters that it has begun. "
        "What could not be wholly assessed is `flagged`, with `zoetrope.assessed` false; without "
        "the screener the answer is 503 and never a result. Nothing of the text is kept.",
        request=ModerationRequestSerializer,
        responses={
            200: ModerationSerializer,
            **{status: _error(status, meaning) for status, meaning in ERRORS.items()},
        },
        examples=[
            OpenApiExample("a text", value={"input": "a quiet lake"}, request_only=True),
            OpenApiExample("calm", value=EXAMPLE, response_only=True, status_codes=["200"]),
        ],
        tags=["moderations"],
    )
    def post(self, request: Request) -> Response:
        body = self.body(ModerationRequestSerializer)
        results = [_result(one) for one in consult(body["input"], by=viewer_of(request))]
        return Response({"id": f"modr-{secrets.token_hex(16)}", "model": MODEL, "results": results})


def _result(consulted: Consulted) -> dict[str, Any]:
    scores = {
        name: min(consulted.bands[category] for category in ours) for name, ours in THEIRS.items()
    }
    return {
        "flagged": consulted.flagged,
        "categories": {name: score >= FLAGGED for name, score in scores.items()},
        "category_scores": scores,
        "category_applied_input_types": {name: ["text"] for name in scores},
        "zoetrope": {"assessed": consulted.assessed},
    }
