from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import safeguard_examples as examples
from accounts.api.access import viewer_of
from accounts.api.safeguard_parts import SafeguardChanges, SafeguardsSerializer, safeguards_json
from accounts.safeguards import Limit
from accounts.services.safeguards import update_safeguards
from lib.api.openapi import problems
from lib.api.views import ApiView
from lib.errors import ErrorCode


class SafeguardsView(ApiView):
    """What limits me, and why."""

    throttle_scope = "relate"

    @extend_schema(
        tags=["me"],
        operation_id="me_safeguards",
        summary="What limits me, and why",
        description="Every limit with its value, all reasons that hold it there and who could "
        "move each. Codes are for programs, `says` is for people and follows Accept-Language.",
        responses=SafeguardsSerializer,
        examples=[examples.SAFEGUARDS],
    )
    def get(self, request: Request) -> Response:
        return Response(safeguards_json(viewer_of(request)))

    @extend_schema(
        tags=["me"],
        operation_id="me_safeguards_update",
        summary="Make my own limits stricter, or say where I am",
        description="A limit of one's own is never looser than others hold it "
        "(`safeguard_loosens`); `null` takes one's own choice back. Hours come beside all others. "
        "Somebody who may be under 18 changes the time zone once in 24 hours, while the stricter "
        "of both zones holds, and the region only to where nothing is asked less.",
        request=SafeguardChanges,
        responses={
            200: SafeguardsSerializer,
            **problems(
                *(ErrorCode.INVALID, ErrorCode.SAFEGUARD_LOOSENS),
                *(ErrorCode.TIME_ZONE_CHANGED_LATELY, ErrorCode.THROTTLED),
            ),
        },
        examples=[examples.CHANGES, examples.SAFEGUARDS],
    )
    def patch(self, request: Request) -> Response:
        changes = self.body(SafeguardChanges)
        person = viewer_of(request)
        update_safeguards(
            person=person,
            limits={Limit(name): value for name, value in changes.get("limits", {}).items()},
            time_zone=changes.get("time_zone"),
            region=changes.get("region"),
        )
        return Response(safeguards_json(person))
