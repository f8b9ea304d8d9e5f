from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import pauses
from accounts.api import examples
from accounts.api.access import require_proof, viewer_of
from accounts.api.leaving import LeavingBody, LeavingSerializer, leaving_json
from accounts.api.serializers import MeSerializer, ProfileChanges, StandingSerializer
from accounts.models import ProfileField, StandingTransition, User
from accounts.services.closing import close_account, erase_at_once
from accounts.services.profiles import update_profile
from lib.actors import Actor
from lib.api import throttling
from lib.api.openapi import problems
from lib.api.views import ApiView
from lib.errors import ErrorCode
from lib.sunset import refuse_if_announced

PROFILE_REFUSALS = problems(
    ErrorCode.INVALID,
    ErrorCode.INVALID_CHARACTERS,
    ErrorCode.HANDLE_RESERVED,
    ErrorCode.HANDLE_TAKEN,
    ErrorCode.THROTTLED,
    ErrorCode.COOLING_OFF,
    ErrorCode.MINOR_POLICY,
    ErrorCode.NAMES_HELD,
    ErrorCode.REAUTHENTICATION_REQUIRED,
)
PROOF_REFUSALS = problems(
    ErrorCode.REAUTHENTICATION_REQUIRED, ErrorCode.INCORRECT_PASSWORD, ErrorCode.THROTTLED
)


class MeView(ApiView):
    """Oneself."""

    @extend_schema(
        tags=["me"], operation_id="me_read", responses=MeSerializer, examples=[examples.ME]
    )
    def get(self, request: Request) -> Response:
        return Response(MeSerializer(viewer_of(request)).data)

    @extend_schema(
        tags=["me"],
        operation_id="me_update",
        request=ProfileChanges,
        responses={200: MeSerializer, **PROFILE_REFUSALS},
        examples=[examples.CHANGES, examples.ME],
    )
    def patch(self, request: Request) -> Response:
        """Of a protected account (A17) only with a proof of the last minutes, but to make it
        private. Since the end of the service is announced, that alone."""
        changes = self.body(ProfileChanges)
        hides = changes == {"is_private": True}
        if not hides:
            refuse_if_announced()
        if changes.keys() & set(ProfileField):
            throttling.spend("profile", request)
        viewer = viewer_of(request)
        if viewer.is_protected and not hides:
            require_proof(request, password=None)
        person = update_profile(person=viewer, **changes)
        return Response(MeSerializer(person).data)

    @extend_schema(
        tags=["me"],
        operation_id="me_delete",
        request=LeavingBody,
        responses={
            200: LeavingSerializer,
            204: None,
            **PROOF_REFUSALS,
            **problems(ErrorCode.NOT_CLOSING),
        },
        examples=[examples.PROOF, examples.LEAVING],
    )
    def delete(self, request: Request) -> Response:
        """Closes the account at once, for everybody and every device, and erases it for good on
        `erase_due_at`; until then one can sign in and restore it (`POST /me/restoration`).

        With `at_once`, and an account that is closed already, it is erased now: 204. Nobody can
        take the handle for 30 days after.
        """
        viewer, body = viewer_of(request), self.body(LeavingBody)
        require_proof(request, password=body.get("password"))
        if body["at_once"]:
            erase_at_once(person=viewer)
            return Response(status=204)
        person = close_account(person=viewer, actor=Actor.person(viewer.pk))
        return Response(leaving_json(person))


class StandingView(ApiView):
    """How I stand."""

    @extend_schema(
        tags=["me"],
        operation_id="me_standing",
        responses=StandingSerializer,
        examples=[examples.STANDING],
    )
    def get(self, request: Request) -> Response:
        viewer = viewer_of(request)
        shown = {
            "standing": viewer.standing.value,
            "since": _since(viewer),
            "cooling_off_until": pauses.cooling_off_until(viewer),
        }
        return Response(StandingSerializer(shown).data)


def _since(person: User) -> object:
    changes = StandingTransition.objects.filter(subject_id=person.pk).exclude(from_state="")
    last = changes.order_by("-at").first()
    return last.at if last else None
