from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.age_gate import DEVICE
from accounts.api.access import session_key_of, viewer_of
from inbox.api import notification_examples as examples
from inbox.api.notification_parts import DeviceRegistration
from inbox.services import devices
from lib.api.openapi import problems
from lib.api.views import ApiView
from lib.errors import DomainError, ErrorCode

DEVICE_ID = OpenApiParameter(
    "device_id",
    {"type": "string", "minLength": 8, "maxLength": 128, "pattern": "^[!-.0-~]+$"},
    OpenApiParameter.PATH,
    description="How the phone names itself in `X-Device-Id`.",
)


class DeviceView(ApiView):
    """A phone to which we may push."""

    throttle_scope = "relate"

    @extend_schema(
        tags=["me"],
        operation_id="me_device_register",
        summary="Push to this phone",
        description="Say it at every start of the app, after signing in and after a new password: "
        "it ends with the session. A token that another account had is taken from it.",
        parameters=[DEVICE_ID],
        request=DeviceRegistration,
        responses={204: None, **problems(ErrorCode.INVALID, ErrorCode.THROTTLED)},
        examples=[examples.DEVICE],
    )
    def put(self, request: Request, device_id: str) -> Response:
        devices.register(
            person=viewer_of(request),
            session_key=session_key_of(request),
            device=_checked(device_id),
            token=self.body(DeviceRegistration)["token"],
        )
        return Response(status=204)

    @extend_schema(
        tags=["me"],
        operation_id="me_device_forget",
        summary="Push nothing more to this phone",
        parameters=[DEVICE_ID],
        responses={204: None, **problems(ErrorCode.INVALID)},
    )
    def delete(self, request: Request, device_id: str) -> Response:
        devices.unregister(person=viewer_of(request), device=_checked(device_id))
        return Response(status=204)


def _checked(device_id: str) -> str:
    if not DEVICE.fullmatch(device_id):
        raise DomainError(
            ErrorCode.INVALID,
            _("8 to 128 visible ASCII characters are expected."),
            attr="device_id",
        )
    return device_id
