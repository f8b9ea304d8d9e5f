"""Sign in with Apple: what Apple tells us by itself."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.apple.identity import LONGEST, NotApples
from accounts.apple.keys import AppleAway
from accounts.apple.notices import client_ids
from accounts.services.apple_notices import take_notice
from lib.api.fields import StrictCharField
from lib.api.openapi import example, problems
from lib.api.serializers import StrictSerializer
from lib.api.views import ApiView
from lib.errors import DomainError, ErrorCode

RETRY_AFTER = 300


class NoticeBody(StrictSerializer[Any]):
    """As Apple sends it."""

    payload = StrictCharField(max_length=LONGEST)


TOLD = example("Signed by Apple", {"payload": "eyJraWQiOiJLRVkxIn0.e30.c2lnbmF0dXJl"})


class NoticeView(ApiView):
    """Server-to-server notifications of Sign in with Apple: the address to name at Apple."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        tags=["store"],
        operation_id="sign_in_apple_notices",
        request=NoticeBody,
        responses={
            204: None,
            **problems(
                ErrorCode.SIGNATURE_INVALID,
                ErrorCode.TEMPORARILY_DISABLED,
                ErrorCode.TEMPORARILY_UNAVAILABLE,
            ),
        },
        examples=[TOLD],
    )
    def post(self, request: Request) -> Response:
        """Each counts once. The same answer whether or not somebody is meant."""
        if not client_ids():
            raise DomainError(ErrorCode.TEMPORARILY_DISABLED, _("Nobody signs in with Apple here."))
        try:
            take_notice(self.body(NoticeBody)["payload"])
        except NotApples:
            raise DomainError(
                ErrorCode.SIGNATURE_INVALID, _("Apple did not sign this for this app.")
            ) from None
        except AppleAway:
            raise DomainError(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                _("Sign in with Apple cannot be reached."),
                retry_after=RETRY_AFTER,
            ) from None
        return Response(status=204)
