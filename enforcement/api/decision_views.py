from functools import partial
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from enforcement.api import decision_examples as examples
from enforcement.api.decision_bodies import (
    DecisionSerializer,
    StrikesSerializer,
    decision_json,
    strikes_json,
)
from enforcement.shown_decisions import account_of, decisions_for
from lib.api.openapi import listed, problems
from lib.api.pagination import keyset_page
from lib.api.views import ApiView
from lib.errors import ErrorCode
from lib.selecting import one_of

TAG = ["decisions"]
NEWEST = ("-at", "-id")


class MyDecisionsView(ApiView):
    """All that were decided about somebody and what is theirs."""

    @extend_schema(
        operation_id="me_decisions",
        summary="What was decided about you, newest first",
        description="Why, and what followed from it; also of what is gone. That something of "
        "yours was looked at and found fine does not stand here.",
        examples=examples.LIST_EXAMPLES,
        tags=TAG,
        **listed(DecisionSerializer),
    )
    def get(self, request: Request) -> Response:
        viewer = viewer_of(request)
        body = partial(decision_json, ladder=account_of(viewer).text)
        return keyset_page(request, decisions_for(viewer), order=NEWEST, serialize=body)


class MyDecisionView(ApiView):
    """One of them, as events name it."""

    @extend_schema(
        operation_id="me_decisions_read",
        summary="One decision about you: the statement of reasons",
        description="What was done, where and for how long; why; on a notice or not (never whose); "
        "found or decided by automated means or not; the law or the rules, with their texts; how "
        "it can be contested with us, out of court and in court (DSA, Article 17(3)).",
        responses={200: DecisionSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=examples.READ_EXAMPLES,
        tags=TAG,
    )
    def get(self, request: Request, decision_id: UUID) -> Response:
        viewer = viewer_of(request)
        row = one_of(decisions_for(viewer), decision_id)
        return Response(decision_json(row, ladder=account_of(viewer).text))


class MyStrikesView(ApiView):
    """How somebody stands on the strike ladder."""

    @extend_schema(
        operation_id="me_strikes",
        summary="Your strikes, and what more of them lead to",
        responses=StrikesSerializer,
        examples=examples.STRIKES_EXAMPLES,
        tags=TAG,
    )
    def get(self, request: Request) -> Response:
        return Response(strikes_json(account_of(viewer_of(request))))
