from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from accounts.selectors import person_by_handle
from cameos.addresses import address_of
from cameos.api.examples import CAMEO_ID
from cameos.api.permission import TAG
from lib.api.fields import TypedIdField
from lib.api.openapi import example, problems
from lib.api.views import ApiView
from lib.errors import ErrorCode
from lib.ids import IdKind


class AddressSerializer(serializers.Serializer[Any]):
    """Under what to ask for somebody's likeness."""

    cameo = TypedIdField(IdKind.CAMEO)


class PersonCameoView(ApiView):
    """How an app finds the likeness of whoever is mentioned."""

    throttle_scope = "look_up"

    @extend_schema(
        operation_id="person_cameo",
        summary="Under what to ask for this person's likeness",
        description="Everybody has such an id, with a likeness or without, and it never changes: "
        "it tells nothing. Send it as a subject, to `/cameos/check`, or ask for the likeness by "
        "it. One's own likeness is managed by the id in `/cameos`.",
        responses={200: AddressSerializer, **problems(ErrorCode.NOT_FOUND, ErrorCode.THROTTLED)},
        examples=[example("address", {"cameo": CAMEO_ID}, status=200)],
        tags=TAG,
    )
    def get(self, request: Request, handle: str) -> Response:
        person = person_by_handle(handle, viewer=viewer_of(request))
        return Response(AddressSerializer({"cameo": address_of(person).pk}).data)
