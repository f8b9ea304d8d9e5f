from collections.abc import Callable

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors
from accounts.api import examples
from accounts.api.access import viewer_of
from accounts.api.serializers import PersonSerializer, person_json
from accounts.models import Follow, User
from accounts.services import muting, relations
from lib.api.openapi import problems
from lib.api.views import ApiView
from lib.errors import ErrorCode

Verb = Callable[..., object]
Find = Callable[..., User]
HIDDEN = problems(ErrorCode.NOT_FOUND)
REFUSED = problems(ErrorCode.NOT_FOUND, ErrorCode.NOT_ALLOWED_FOR_SELF)
ASKED = OpenApiResponse(description="Their account is private: they were asked.")


class PersonView(ApiView):
    """Somebody's profile; 404 when missing, blocked either way, or a teen out of reach."""

    throttle_scope = "look_up"

    @extend_schema(
        tags=["people"],
        operation_id="person_read",
        responses={200: PersonSerializer, **HIDDEN},
        examples=[examples.PERSON],
    )
    def get(self, request: Request, handle: str) -> Response:
        viewer = viewer_of(request)
        person = selectors.person_by_handle(handle, viewer=viewer)
        shown = selectors.relations_of(person, viewer=viewer)
        return Response(person_json(person, shown, viewer=viewer))


class FollowView(ApiView):
    """Following somebody. Adults may follow a teen only after the teen followed them."""

    throttle_scope = "relate"

    @extend_schema(
        tags=["people"],
        operation_id="person_follow",
        request=None,
        responses={204: None, 202: ASKED, **REFUSED},
    )
    def put(self, request: Request, handle: str) -> Response:
        """204: you follow them. 202: their account is private, and they were asked."""
        viewer = viewer_of(request)
        person = selectors.person_by_handle(handle, viewer=viewer)
        row = relations.follow(actor=viewer, person=person)
        return Response(status=204 if isinstance(row, Follow) else 202)

    @extend_schema(tags=["people"], operation_id="person_unfollow", responses={204: None, **HIDDEN})
    def delete(self, request: Request, handle: str) -> Response:
        """Ends a follow, and withdraws what was asked."""
        return done(relations.unfollow, request, selectors.followed_by_handle, handle)


class MuteView(ApiView):
    """Muting somebody keeps them out of one's feeds and notifications; they never learn of it."""

    throttle_scope = "relate"

    @extend_schema(
        tags=["people"], operation_id="person_mute", request=None, responses={204: None, **REFUSED}
    )
    def put(self, request: Request, handle: str) -> Response:
        return done(muting.mute, request, selectors.person_by_handle, handle)

    @extend_schema(tags=["people"], operation_id="person_unmute", responses={204: None, **HIDDEN})
    def delete(self, request: Request, handle: str) -> Response:
        return done(muting.unmute, request, selectors.muted_by_handle, handle)


class BlockView(ApiView):
    """Blocking somebody hides both from each other everywhere and ends follows between them."""

    throttle_scope = "relate"

    @extend_schema(
        tags=["people"],
        operation_id="person_block",
        request=None,
        responses={204: None, **REFUSED},
    )
    def put(self, request: Request, handle: str) -> Response:
        return done(relations.block, request, selectors.blocked_by_handle, handle)

    @extend_schema(tags=["people"], operation_id="person_unblock", responses={204: None, **HIDDEN})
    def delete(self, request: Request, handle: str) -> Response:
        return done(relations.unblock, request, selectors.blocked_by_handle, handle)


def done(verb: Verb, request: Request, find: Find, handle: str) -> Response:
    """204 after `verb` between the viewer and the person whom `find` finds."""
    viewer = viewer_of(request)
    verb(actor=viewer, person=find(handle, viewer=viewer))
    return Response(status=204)
