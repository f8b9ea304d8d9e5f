from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import examples
from accounts.api.access import session_key_of, viewer_of
from accounts.api.serializers import SessionChanges, SessionsSerializer
from accounts.services import sessions
from lib.actors import Actor
from lib.api.openapi import problems
from lib.api.views import ApiView
from lib.errors import ErrorCode


class SessionsView(ApiView):
    """Everywhere I am signed in."""

    @extend_schema(
        tags=["me"],
        operation_id="me_sessions",
        responses=SessionsSerializer,
        examples=[examples.SESSIONS],
    )
    def get(self, request: Request) -> Response:
        found = sessions.sessions_of(viewer_of(request), current_key=session_key_of(request))
        return Response(SessionsSerializer({"results": found}).data)


class SessionView(ApiView):
    """One place where I am signed in."""

    @extend_schema(
        tags=["me"],
        operation_id="me_session_name",
        request=SessionChanges,
        responses={204: None, **problems(ErrorCode.NOT_FOUND)},
        examples=[examples.SESSION],
    )
    def patch(self, request: Request, session_id: UUID) -> Response:
        """Names the device, so that its owner knows it again. Nobody else sees the name."""
        name = self.body(SessionChanges)["device_name"]
        sessions.name_device(person=viewer_of(request), which=session_id, name=name)
        return Response(status=204)

    @extend_schema(
        tags=["me"],
        operation_id="me_session_end",
        responses={204: None, **problems(ErrorCode.NOT_FOUND)},
    )
    def delete(self, request: Request, session_id: UUID) -> Response:
        sessions.end_session(person=viewer_of(request), which=session_id)
        return Response(status=204)


class RevokeAllView(ApiView):
    """Ends all sessions, this one included: every token is refused from now on."""

    @extend_schema(
        tags=["me"], operation_id="me_sessions_revoke_all", request=None, responses={204: None}
    )
    def post(self, request: Request) -> Response:
        viewer = viewer_of(request)
        sessions.end_sessions(person=viewer, actor=Actor.person(viewer.pk))
        return Response(status=204)
