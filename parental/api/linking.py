from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.age_gate import DEVICE_HEADER, device_of
from accounts.api.access import needs_proof, proof_of, viewer_of
from lib.api.addresses import client_address, network_of
from lib.api.idempotency import idempotent
from lib.api.openapi import listed, problems
from lib.api.pagination import keyset_page
from lib.api.serializers import NoBody
from lib.api.throttling import count, note, spend
from lib.api.views import ApiView
from lib.errors import ErrorCode
from lib.selecting import one_of
from parental import texts
from parental.api import examples
from parental.api.bodies import (
    AgreementSerializer,
    CodeSerializer,
    InvitationSerializer,
    LinkSerializer,
    ReasonSerializer,
    RedeemSerializer,
    TextsSerializer,
    link_json,
)
from parental.models import ConsentPurpose
from parental.selectors import link_of, links_of, question_to
from parental.services import ending, inviting, linking, safety
from parental.states import EndReason

TAG = ["family"]
DEVICE = OpenApiParameter(
    DEVICE_HEADER, str, OpenApiParameter.HEADER, required=True, description="This device's own id."
)
MAY_NOT = (ErrorCode.SUSPENDED, ErrorCode.EMAIL_NOT_VERIFIED)


class TextsView(ApiView):
    """What one agrees to in a family."""

    @extend_schema(
        operation_id="family_texts",
        summary="The texts that teens and guardians agree to",
        responses=TextsSerializer,
        examples=[examples.TEXTS],
        tags=TAG,
    )
    def get(self, request: Request) -> Response:
        shown = [texts.text_of(purpose) for purpose in ConsentPurpose]
        return Response(TextsSerializer({"results": shown}).data)


class InvitationsView(ApiView):
    """The one-time code that a teen shows to a guardian."""

    @extend_schema(
        operation_id="family_invitation_create",
        summary="A new code to show; an earlier one ends",
        description="For people of 13 to 17 years. The code is told once, works once and for ten "
        "minutes. Show it to your guardian; never send it to anybody whom you do not know.",
        parameters=[DEVICE],
        request=NoBody,
        responses={
            201: CodeSerializer,
            **problems(
                *(ErrorCode.DEVICE_ID_REQUIRED, *MAY_NOT, ErrorCode.NOT_FOR_THIS_AGE),
                *(ErrorCode.TOO_MANY_GUARDIANS, ErrorCode.THROTTLED),
            ),
        },
        examples=[examples.CODE],
        tags=TAG,
    )
    def post(self, request: Request) -> Response:
        self.body(NoBody)
        spend("family_invite", request)
        made = inviting.invite(teen=viewer_of(request), device=device_of(request._request))
        return Response(CodeSerializer(made).data, 201)

    @extend_schema(
        operation_id="family_invitation_read",
        summary="Until when my code works",
        responses=InvitationSerializer,
        examples=[examples.INVITATION],
        tags=TAG,
    )
    def get(self, request: Request) -> Response:
        expires_at = inviting.invitation_of(viewer_of(request))
        return Response(InvitationSerializer({"expires_at": expires_at}).data)

    @extend_schema(
        operation_id="family_invitation_delete",
        summary="Let my code work no more",
        responses={204: None},
        tags=TAG,
    )
    def delete(self, request: Request) -> Response:
        inviting.uninvite(teen=viewer_of(request))
        return Response(status=204)


class RedeemView(ApiView):
    """A guardian enters a code."""

    @extend_schema(
        operation_id="family_invitation_redeem",
        summary="Enter a teen's code",
        description="For adults whose age was confirmed. The teen then sees who you are, and "
        "accepts or declines. A code that is wrong, used, expired or not for you has one answer.",
        parameters=[DEVICE],
        request=RedeemSerializer,
        responses={
            201: LinkSerializer,
            **problems(
                *(ErrorCode.DEVICE_ID_REQUIRED, ErrorCode.INCORRECT_CODE, *MAY_NOT),
                *(ErrorCode.GUARDIAN_NOT_ASSURED, ErrorCode.STANDING_LIMITED),
                *(ErrorCode.TOO_MANY_TEENS, ErrorCode.NOTICE_OUTDATED, ErrorCode.THROTTLED),
                ErrorCode.REAUTHENTICATION_REQUIRED,
            ),
        },
        examples=[examples.REDEEM, examples.ASKED],
        tags=TAG,
    )
    @needs_proof
    @idempotent
    def post(self, request: Request) -> Response:
        body, viewer = self.body(RedeemSerializer), viewer_of(request)
        device = device_of(request._request)
        spend("family_redeem", request)
        _spend_of_network(request)
        link = linking.redeem(guardian=viewer, device=device, **body)
        return Response(link_json(link, viewer), 201)


class LinksView(ApiView):
    """My links, of either side."""

    @extend_schema(
        operation_id="family_links_list",
        summary="My links, newest first",
        examples=[examples.LINKS],
        tags=TAG,
        **listed(LinkSerializer),
    )
    def get(self, request: Request) -> Response:
        viewer = viewer_of(request)
        return keyset_page(
            request,
            links_of(viewer),
            order=("-asked_at", "-id"),
            serialize=lambda link: link_json(link, viewer),
        )


class LinkView(ApiView):
    """One of them."""

    throttle_scope = "family"

    @extend_schema(
        operation_id="family_link_read",
        summary="One of my links",
        responses={200: LinkSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=[examples.SEEN],
        tags=TAG,
    )
    def get(self, request: Request, link_id: UUID) -> Response:
        viewer = viewer_of(request)
        return Response(link_json(link_of(viewer, link_id), viewer))

    @extend_schema(
        operation_id="family_link_delete",
        summary="End it",
        description="Either of the two, at any time, without a reason. The other is told at once. "
        "What the guardian had set acts no more; what protects every teen stays. Once accepted it "
        "needs a proof of the last minutes; `leave` never does.",
        responses={
            204: None,
            **problems(
                *(ErrorCode.NOT_FOUND, ErrorCode.STALE_STATE),
                ErrorCode.REAUTHENTICATION_REQUIRED,
            ),
        },
        tags=TAG,
    )
    def delete(self, request: Request, link_id: UUID) -> Response:
        viewer = viewer_of(request)
        ending.unlink(link=link_of(viewer, link_id), by=viewer, prove=proof_of(request))
        return Response(status=204)


class AcceptView(ApiView):
    """The teen's yes."""

    throttle_scope = "family"

    @extend_schema(
        operation_id="family_link_accept",
        summary="Accept a guardian",
        request=AgreementSerializer,
        responses={
            200: LinkSerializer,
            **problems(
                *(*MAY_NOT, ErrorCode.NOT_FOR_THIS_AGE, ErrorCode.GUARDIAN_NOT_ASSURED),
                *(ErrorCode.NOT_FOUND, ErrorCode.STALE_STATE, ErrorCode.NOTICE_OUTDATED),
                *(ErrorCode.TOO_MANY_GUARDIANS, ErrorCode.REAUTHENTICATION_REQUIRED),
            ),
        },
        examples=[examples.AGREEMENT, examples.SEEN],
        tags=TAG,
    )
    @needs_proof
    def post(self, request: Request, link_id: UUID) -> Response:
        viewer, body = viewer_of(request), self.body(AgreementSerializer)
        link = linking.accept(link=question_to(viewer, link_id), by=viewer, **body)
        return Response(link_json(link, viewer))


class DeclineView(ApiView):
    """The teen's no."""

    throttle_scope = "family"

    @extend_schema(
        operation_id="family_link_decline",
        summary="Decline a guardian",
        request=NoBody,
        responses={204: None, **problems(ErrorCode.NOT_FOUND, ErrorCode.STALE_STATE)},
        tags=TAG,
    )
    def post(self, request: Request, link_id: UUID) -> Response:
        viewer = viewer_of(request)
        self.body(NoBody)
        linking.decline(link=question_to(viewer, link_id), by=viewer)
        return Response(status=204)


class LeaveView(ApiView):
    """The way out that asks nothing."""

    @extend_schema(
        operation_id="family_link_leave",
        summary="I don't know this person, or: I am not safe",
        description="For teens. Ends it at once. Your guardian is not told now, and later no more "
        "than that you unlinked. They enter no code of yours again. People of ours look at it. "
        "What protects every teen stays.",
        request=ReasonSerializer,
        responses={204: None, **problems(ErrorCode.NOT_FOUND, ErrorCode.STALE_STATE)},
        examples=[examples.REASON],
        tags=TAG,
    )
    def post(self, request: Request, link_id: UUID) -> Response:
        viewer, body = viewer_of(request), self.body(ReasonSerializer)
        link = one_of(links_of(viewer).filter(teen=viewer), link_id)
        safety.leave(link=link, by=viewer, said=EndReason(body["reason"]))
        return Response(status=204)


def _spend_of_network(request: Request) -> None:
    """Many accounts of one network guess together."""
    standing = count("family_redeem_network", network_of(client_address(request._request)))
    note(request._request, standing)
    if standing.exceeded:
        raise Throttled(wait=standing.reset, detail=_("Too many requests."))
