from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.age_gate import DEVICE_HEADER, device_of
from accounts.api.access import needs_proof, viewer_of
from cameos.api import examples
from cameos.api.cameos import CameoSerializer
from cameos.api.enrolments import EnrolmentSerializer, ReleaseSerializer
from cameos.enrolment import devices, limits
from cameos.enrolment.eligibility import person_refusal
from cameos.models import Enrolment
from cameos.selectors import cameos_of, enrolment_for
from cameos.services.enrolling import Agreed, begin
from cameos.services.submitting import cancel, submit
from lib.actors import Actor
from lib.api import throttling
from lib.api.addresses import client_address, network_of
from lib.api.etag import conditional
from lib.api.idempotency import idempotent
from lib.api.openapi import listed, problems
from lib.api.pagination import keyset_page
from lib.api.serializers import NoBody
from lib.api.views import ApiView
from lib.errors import DomainError, ErrorCode

PROOF = ErrorCode.REAUTHENTICATION_REQUIRED
NEWEST = ("-created_at", "-id")
MAY_NOT = (
    *(ErrorCode.SUSPENDED, ErrorCode.STANDING_LIMITED, ErrorCode.EMAIL_NOT_VERIFIED),
    *(ErrorCode.GUARDIAN_RELEASE_REQUIRED, ErrorCode.TEMPORARILY_DISABLED),
)


def device_parameter(*, required: bool) -> OpenApiParameter:
    """How the device names itself."""
    return OpenApiParameter(
        DEVICE_HEADER,
        {"type": "string", "minLength": 8, "maxLength": 128, "pattern": "^[!-~]+$"},
        OpenApiParameter.HEADER,
        required=required,
        description="A challenge is answered from the device on which it was shown.",
    )


class CameosView(ApiView):
    """One's own likeness."""

    @extend_schema(
        operation_id="cameos_list",
        summary="Your cameos, newest first",
        examples=examples.LIST_EXAMPLES,
        tags=["cameos"],
        **listed(CameoSerializer),
    )
    def get(self, request: Request) -> Response:
        return keyset_page(
            request,
            cameos_of(viewer_of(request)),
            order=NEWEST,
            serialize=lambda cameo: CameoSerializer(cameo).data,
        )


class EnrolmentsView(ApiView):
    """Beginning: the release first."""

    throttle_scope = "create"

    @extend_schema(
        operation_id="cameos_enrol",
        summary="Release the use of your face, and get a challenge",
        description="Read `GET /cameos/notice` first and show it whole. The answer says what to "
        "record and where to send it; then `POST …/submit`. Several tries a day are allowed for a "
        "person, a device and a network.",
        parameters=[device_parameter(required=True)],
        request=ReleaseSerializer,
        responses={
            201: EnrolmentSerializer,
            **problems(
                *(ErrorCode.DEVICE_ID_REQUIRED, *MAY_NOT),
                *(ErrorCode.NOTICE_OUTDATED, ErrorCode.ENROLMENT_OPEN, ErrorCode.ALREADY_ENROLLED),
                *(ErrorCode.ENROLMENT_LIMIT, ErrorCode.THROTTLED, PROOF),
            ),
        },
        examples=examples.BEGIN_EXAMPLES,
        tags=["cameos"],
    )
    @needs_proof
    @idempotent
    def post(self, request: Request) -> Response:
        body, device = self.body(ReleaseSerializer), device_of(request._request)
        owner, address = viewer_of(request), client_address(request._request)
        # Of whom it is not for nothing is kept, not even a count of their network.
        if refusal := person_refusal(owner):
            raise refusal
        _count_network(address)
        agreed = Agreed(
            notice_version=body["notice_version"],
            locale=body["locale"],
            voice=body["scopes"]["voice"],
            device=device,
            address=address,
        )
        enrolment = begin(owner=owner, agreed=agreed)
        return Response(_shown(enrolment, device), 201, headers=_place(enrolment))


class EnrolmentView(ApiView):
    """Watching."""

    @extend_schema(
        operation_id="cameos_enrolment_read",
        summary="One enrolment",
        description="Made to be polled: send the `ETag` back as `If-None-Match`. No result is "
        "shown within the first minute; the events `enrolment.accepted` and `enrolment.refused` of "
        "your log tell it too.",
        parameters=[device_parameter(required=False)],
        responses={
            200: EnrolmentSerializer,
            304: OpenApiResponse(description="Nothing has changed."),
            **problems(ErrorCode.NOT_FOUND),
        },
        examples=examples.READ_EXAMPLES,
        tags=["cameos"],
    )
    def get(self, request: Request, enrolment_id: UUID) -> Response:
        enrolment = enrolment_for(viewer_of(request), enrolment_id=enrolment_id)
        return conditional(request, _shown(enrolment, request.headers.get(DEVICE_HEADER, "")))


class SubmitView(ApiView):
    """Answering the challenge, once."""

    throttle_scope = "create"

    @extend_schema(
        operation_id="cameos_enrolment_submit",
        summary="Have the recording looked at",
        description="After it was sent to `upload`. From the same device, before the challenge "
        "runs out, once. Watch `Location`.",
        parameters=[device_parameter(required=True)],
        request=NoBody,
        responses={
            202: EnrolmentSerializer,
            **problems(
                *(ErrorCode.DEVICE_ID_REQUIRED, *MAY_NOT, ErrorCode.NOT_FOUND),
                *(ErrorCode.CHALLENGE_USED, ErrorCode.WRONG_DEVICE, ErrorCode.RECORDING_MISSING),
                *(ErrorCode.CHALLENGE_EXPIRED, ErrorCode.STALE_STATE, ErrorCode.THROTTLED),
            ),
        },
        examples=examples.SUBMIT_EXAMPLES,
        tags=["cameos"],
    )
    def post(self, request: Request, enrolment_id: UUID) -> Response:
        self.body(NoBody)
        by, device = viewer_of(request), device_of(request._request)
        enrolment = enrolment_for(by, enrolment_id=enrolment_id)
        sent = submit(enrolment=enrolment, by=by, device=device)
        return Response(_shown(sent, device), 202, headers=_place(sent))


class CancelView(ApiView):
    """Giving up."""

    @extend_schema(
        operation_id="cameos_enrolment_cancel",
        summary="Give up an enrolment",
        description="At any time before its result is shown. What was sent is erased.",
        request=NoBody,
        responses={
            200: EnrolmentSerializer,
            **problems(ErrorCode.NOT_FOUND, ErrorCode.ALREADY_FINISHED),
        },
        examples=examples.CANCEL_EXAMPLES,
        tags=["cameos"],
    )
    def post(self, request: Request, enrolment_id: UUID) -> Response:
        self.body(NoBody)
        by = viewer_of(request)
        enrolment = enrolment_for(by, enrolment_id=enrolment_id)
        return Response(_shown(cancel(enrolment=enrolment, actor=Actor.person(by.pk)), ""))


def _count_network(address: str) -> None:
    standing = throttling.count(limits.PER_NETWORK_SCOPE, network_of(address))
    if standing.exceeded:
        raise DomainError(
            ErrorCode.ENROLMENT_LIMIT,
            "Too many enrolments began from this network today.",
            retry_after=standing.reset,
        )


def _shown(enrolment: Enrolment, device: str) -> Any:
    context = {"device": devices.hash_of(device)} if device else {}
    return EnrolmentSerializer(enrolment, context=context).data


def _place(enrolment: Enrolment) -> dict[str, str]:
    return {"Location": reverse("enrolment", kwargs={"enrolment_id": enrolment.pk})}
