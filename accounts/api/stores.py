"""The app store: who somebody is to it, and what it tells us."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from accounts.models import StoreAccount
from accounts.services import store_consent
from lib.api.fields import StrictCharField
from lib.api.openapi import example, problems
from lib.api.serializers import StrictSerializer
from lib.api.views import ApiView
from lib.errors import ErrorCode

REFUSED = problems(ErrorCode.SIGNATURE_INVALID, ErrorCode.TEMPORARILY_DISABLED)
LONGEST = 64 * 1024
JWS = "eyJhbGciOiJFUzI1NiIsIng1YyI6WyIuLi4iXX0.e30.c2lnbmF0dXJl"


class StoreSerializer(serializers.Serializer[Any]):
    """Give `account_token` to StoreKit as appAccountToken with each purchase."""

    account_token = serializers.UUIDField()
    linked = serializers.BooleanField(help_text="Whether an app transaction is known.")


class AppTransactionBody(StrictSerializer[Any]):
    """`AppTransaction.shared.jwsRepresentation`, refreshed."""

    app_transaction = StrictCharField(max_length=LONGEST)


class NotificationBody(StrictSerializer[Any]):
    """As Apple sends it."""

    signedPayload = StrictCharField(max_length=LONGEST)  # noqa: N815 - Apple's name


STORE = example(
    "Linked", {"account_token": "1f0c3c2e-8a5d-4c55-9a57-0c7f2a9b1d3e", "linked": True}, status=200
)
SENT = example("Signed on the device", {"app_transaction": JWS})
TOLD = example("Signed by Apple", {"signedPayload": JWS})


def _store(account: StoreAccount) -> Response:
    shown = {"account_token": account.token, "linked": store_consent.is_linked(account.person)}
    return Response(StoreSerializer(shown).data)


class StoreView(ApiView):
    """Who I am to the app store."""

    throttle_scope = "age"

    @extend_schema(
        tags=["me"], operation_id="me_store", responses=StoreSerializer, examples=[STORE]
    )
    def get(self, request: Request) -> Response:
        return _store(store_consent.account_of(viewer_of(request)))

    @extend_schema(
        tags=["me"],
        operation_id="me_store_link",
        request=AppTransactionBody,
        responses={200: StoreSerializer, **REFUSED},
        examples=[SENT, STORE],
    )
    def put(self, request: Request) -> Response:
        """After each sign-in, so that a consent that is taken back finds this account."""
        signed = self.body(AppTransactionBody)["app_transaction"]
        return _store(store_consent.link_store(person=viewer_of(request), signed=signed))


class NotificationView(ApiView):
    """App Store Server Notifications, version 2: the address to name in App Store Connect."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        tags=["store"],
        operation_id="store_apple_notifications",
        request=NotificationBody,
        responses={204: None, **REFUSED},
        examples=[TOLD],
    )
    def post(self, request: Request) -> Response:
        """RESCIND_CONSENT freezes whom it is about; each notification counts once."""
        store_consent.take_notification(self.body(NotificationBody)["signedPayload"])
        return Response(status=204)


class ConsentView(ApiView):
    """Consent was given again; said by the device, whose tokens are dead, and signed by Apple."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        tags=["store"],
        operation_id="store_apple_consents",
        request=AppTransactionBody,
        responses={204: None, **REFUSED},
        examples=[SENT],
    )
    def post(self, request: Request) -> Response:
        """The same answer whether or not an account waits for it; then sign in."""
        store_consent.give_consent_again(self.body(AppTransactionBody)["app_transaction"])
        return Response(status=204)
