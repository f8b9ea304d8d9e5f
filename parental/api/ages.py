from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import needs_proof, viewer_of
from lib.api.openapi import problems
from lib.api.views import ApiView
from lib.errors import DomainError, ErrorCode
from parental.api import examples
from parental.api.bodies import AgeWordSerializer
from parental.selectors import acting_link, side_of
from parental.services.ages import say_age
from parental.states import AgeWord, Side

TAG = ["family"]


class AgeView(ApiView):
    """How old the teen is, as the guardian says."""

    throttle_scope = "family"

    @extend_schema(
        operation_id="family_age_say",
        summary="Say how old the teen is",
        description="For guardians. `is_13_to_17` confirms a teen; `is_under_13` freezes the "
        "account at once, ends the link, and begins the time for a proof. It never makes anybody "
        "older, and counts until the link ends. Both read it in the ledger.",
        request=AgeWordSerializer,
        responses={
            204: None,
            **problems(
                *(ErrorCode.INVALID_CHOICE, ErrorCode.NOT_FOUND, ErrorCode.STALE_STATE),
                *(ErrorCode.PERMISSION_DENIED, ErrorCode.THROTTLED),
                ErrorCode.REAUTHENTICATION_REQUIRED,
            ),
        },
        examples=[examples.AGE],
        tags=TAG,
    )
    @needs_proof
    def put(self, request: Request, link_id: UUID) -> Response:
        viewer, body = viewer_of(request), self.body(AgeWordSerializer)
        link = acting_link(viewer, link_id)
        if side_of(link, viewer) != Side.GUARDIAN:
            raise DomainError(ErrorCode.PERMISSION_DENIED, "Your guardian says this.")
        say_age(link=link, by=viewer, says=AgeWord(body["says"]))
        return Response(status=204)
