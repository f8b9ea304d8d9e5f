from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from enforcement.api import appeal_examples as examples
from enforcement.api.appeal_bodies import DecisionAppealBody, DecisionAppealSerializer, appeal_json
from enforcement.models import Appeal
from enforcement.services.appeal_dialog import reply
from enforcement.services.appealing import appeal_own, appeal_report
from enforcement.showing import reports_for
from enforcement.shown_appeals import appeals_for
from enforcement.shown_decisions import decisions_for
from lib.api.idempotency import idempotent
from lib.api.openapi import listed, problems
from lib.api.pagination import keyset_page
from lib.api.views import ApiView
from lib.errors import ErrorCode
from lib.selecting import one_of

TAG = ["appeals"]
NEWEST = ("-opened_at", "-id")
SAID = (
    "Once for each decision: 409 `already_appealed`. 409 `not_appealable`: nothing of it holds, "
    "both sides were heard already, or a law closes it. 410 `gone`: its time is over."
)
PROBLEMS = problems(
    *(ErrorCode.REQUIRED, ErrorCode.MAX_LENGTH, ErrorCode.INVALID_CHARACTERS),
    *(ErrorCode.NOT_FOUND, ErrorCode.ALREADY_APPEALED, ErrorCode.NOT_APPEALABLE),
    *(ErrorCode.STALE_STATE, ErrorCode.GONE, ErrorCode.THROTTLED),
)


class AppealOwnView(ApiView):
    """Against a decision about oneself."""

    throttle_scope = "appeal"

    @extend_schema(
        operation_id="me_decisions_appeal",
        summary="Appeal a decision about you",
        description="Somebody of our staff who did not decide it looks at it anew. " + SAID,
        request=DecisionAppealBody,
        responses={201: DecisionAppealSerializer, **PROBLEMS},
        examples=examples.OWN_EXAMPLES,
        tags=TAG,
    )
    @idempotent
    def post(self, request: Request, decision_id: UUID) -> Response:
        body = self.body(DecisionAppealBody)
        decision = one_of(decisions_for(viewer_of(request)), decision_id)
        return _sent(appeal_own(decision=decision, text=body["text"]))


class AppealReportView(ApiView):
    """Against a decision that something one reported is fine."""

    throttle_scope = "appeal"

    @extend_schema(
        operation_id="reports_appeal",
        summary="Appeal what was found about your report",
        description="Where we found that it breaks no rule. Whose it is does not hear of it, "
        "unless another decision takes the place of the first. " + SAID,
        request=DecisionAppealBody,
        responses={201: DecisionAppealSerializer, **PROBLEMS},
        examples=examples.REPORT_EXAMPLES,
        tags=TAG,
    )
    @idempotent
    def post(self, request: Request, report_id: UUID) -> Response:
        body = self.body(DecisionAppealBody)
        report = one_of(reports_for(viewer_of(request)), report_id)
        return _sent(appeal_report(report=report, text=body["text"]))


class MyAppealsView(ApiView):
    """All of them."""

    @extend_schema(
        operation_id="me_appeals",
        summary="Your appeals, newest first",
        examples=examples.LIST_EXAMPLES,
        tags=TAG,
        **listed(DecisionAppealSerializer),
    )
    def get(self, request: Request) -> Response:
        rows = appeals_for(viewer_of(request))
        return keyset_page(request, rows, order=NEWEST, serialize=appeal_json)


class MyAppealView(ApiView):
    """One of them, as events name it."""

    @extend_schema(
        operation_id="me_appeals_read",
        summary="One of your appeals",
        responses={200: DecisionAppealSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=examples.READ_EXAMPLES,
        tags=TAG,
    )
    def get(self, request: Request, appeal_id: UUID) -> Response:
        return Response(appeal_json(one_of(appeals_for(viewer_of(request)), appeal_id)))


class AppealReplyView(ApiView):
    """To a question about an appeal."""

    throttle_scope = "appeal"

    @extend_schema(
        operation_id="me_appeals_reply",
        summary="Reply to a question about your appeal",
        description="Once for each question: 409 `stale_state` where none waits.",
        request=DecisionAppealBody,
        responses={
            201: DecisionAppealSerializer,
            **problems(
                *(ErrorCode.REQUIRED, ErrorCode.MAX_LENGTH, ErrorCode.INVALID_CHARACTERS),
                *(ErrorCode.NOT_FOUND, ErrorCode.STALE_STATE, ErrorCode.THROTTLED),
            ),
        },
        examples=examples.REPLY_EXAMPLES,
        tags=TAG,
    )
    @idempotent
    def post(self, request: Request, appeal_id: UUID) -> Response:
        body = self.body(DecisionAppealBody)
        mine = appeals_for(viewer_of(request))
        reply(appeal=one_of(mine, appeal_id), text=body["text"])
        return Response(appeal_json(one_of(mine, appeal_id)), 201)


def _sent(appeal: Appeal) -> Response:
    place = {"Location": reverse("my-appeal", kwargs={"appeal_id": appeal.pk})}
    return Response(appeal_json(appeal), 201, headers=place)
