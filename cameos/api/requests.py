from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import needs_proof, viewer_of
from cameos.addresses import cameo_ids_of
from cameos.api import lending_examples as examples
from cameos.api.bodies import (
    AskSerializer,
    GrantBounds,
    GrantSerializer,
    ReceivedRequestSerializer,
    SentRequestSerializer,
    bounds_of,
    grant_json,
    received_json,
    sent_json,
)
from cameos.api.permission import CLOSED_TO_TEENS, TAG
from cameos.selectors import own_cameo, request_of, request_to, requests_of, requests_to
from cameos.services import requesting
from cameos.services.granting import Bounds
from lib.api.idempotency import idempotent
from lib.api.openapi import listed, problems
from lib.api.pagination import keyset_page
from lib.api.serializers import NoBody
from lib.api.throttling import spend
from lib.api.views import ApiView
from lib.errors import ErrorCode

NEWEST = ("-asked_at", "-id")


class RequestsView(ApiView):
    """Asking for a likeness."""

    @extend_schema(
        operation_id="cameo_requests_create",
        summary="Ask somebody for their likeness",
        description="The answer is the same whether there is such a likeness, whether its owner "
        "may be asked, and whether they will hear of it. It waits until it is approved or, after "
        "fourteen days, runs out.",
        request=AskSerializer,
        responses={
            201: SentRequestSerializer,
            **problems(
                *(ErrorCode.INVALID_CHARACTERS, ErrorCode.MAX_LENGTH),
                *(ErrorCode.NOT_ALLOWED_FOR_SELF, ErrorCode.ALREADY_ASKED),
                *(ErrorCode.COOLING_OFF, ErrorCode.THROTTLED),
            ),
        },
        examples=[examples.ASK, examples.ASKED],
        tags=TAG,
    )
    @idempotent
    def post(self, request: Request, cameo_id: UUID) -> Response:
        note = self.body(AskSerializer).get("note", "")
        spend("cameo_request", request)
        (asked,) = cameo_ids_of([cameo_id])
        row = requesting.ask(cameo_id=asked, named=cameo_id, by=viewer_of(request), note=note)
        return Response(sent_json(row, timezone.now()), 201)

    @extend_schema(
        operation_id="cameo_requests_list",
        summary="Who asks for my likeness, newest first",
        examples=[examples.RECEIVED],
        tags=TAG,
        **listed(ReceivedRequestSerializer, ErrorCode.NOT_FOUND),
    )
    def get(self, request: Request, cameo_id: UUID) -> Response:
        rows = requests_to(viewer_of(request), cameo_id)
        return keyset_page(request, rows, order=NEWEST, serialize=received_json)


class ApproveView(ApiView):
    """Saying yes."""

    throttle_scope = "cameo_rules"

    @extend_schema(
        operation_id="cameo_requests_approve",
        summary="Approve, within bounds",
        description="Whoever asked is told.",
        request=GrantBounds,
        responses={
            201: GrantSerializer,
            **problems(
                *(ErrorCode.MIN_VALUE, ErrorCode.NOT_FOUND),
                *(ErrorCode.STALE_STATE, ErrorCode.THROTTLED),
                ErrorCode.REAUTHENTICATION_REQUIRED,
            ),
            **CLOSED_TO_TEENS,
        },
        examples=[examples.APPROVAL, examples.GRANTED],
        tags=TAG,
    )
    @needs_proof
    def post(self, request: Request, cameo_id: UUID, request_id: UUID) -> Response:
        viewer = viewer_of(request)
        cameo = own_cameo(viewer, cameo_id)
        asked = request_to(viewer, cameo_id, request_id)
        bounds = Bounds(**bounds_of(self.body(GrantBounds)))
        made = requesting.approve(request=asked, cameo=cameo, by=viewer, bounds=bounds)
        return Response(grant_json(made), 201)


class DenyView(ApiView):
    """Saying no."""

    throttle_scope = "cameo_rules"

    @extend_schema(
        operation_id="cameo_requests_deny",
        summary="Deny, silently",
        description="Whoever asked is told nothing: to them it waits until it runs out.",
        request=NoBody,
        responses={
            204: None,
            **problems(ErrorCode.NOT_FOUND, ErrorCode.STALE_STATE, ErrorCode.THROTTLED),
        },
        tags=TAG,
    )
    def post(self, request: Request, cameo_id: UUID, request_id: UUID) -> Response:
        self.body(NoBody)
        viewer = viewer_of(request)
        requesting.deny(request=request_to(viewer, cameo_id, request_id), by=viewer)
        return Response(status=204)


class MyRequestsView(ApiView):
    """What I asked for."""

    @extend_schema(
        operation_id="me_cameo_requests",
        summary="What I asked for, newest first",
        examples=[examples.SENT],
        tags=TAG,
        **listed(SentRequestSerializer),
    )
    def get(self, request: Request) -> Response:
        now = timezone.now()
        rows = requests_of(viewer_of(request))
        return keyset_page(request, rows, order=NEWEST, serialize=lambda row: sent_json(row, now))


class MyRequestView(ApiView):
    """One of them."""

    @extend_schema(
        operation_id="me_cameo_requests_delete",
        summary="Take a request back",
        responses={204: None, **problems(ErrorCode.NOT_FOUND)},
        tags=TAG,
    )
    def delete(self, request: Request, request_id: UUID) -> Response:
        viewer = viewer_of(request)
        requesting.take_back(request=request_of(viewer, request_id), by=viewer)
        return Response(status=204)
