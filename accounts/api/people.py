from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors
from accounts.api import examples
from accounts.api.access import viewer_of
from accounts.api.serializers import PersonLineSerializer, PersonSerializer, person_json
from accounts.models import User
from accounts.services import relations
from lib.api.openapi import PAGE_PARAMETERS, page_of, problems
from lib.api.pagination import keyset_page
from lib.api.views import ApiView
from lib.errors import ErrorCode

Verb = Callable[..., object]
Find = Callable[..., User]
HIDDEN = problems(ErrorCode.NOT_FOUND)
REFUSED = problems(ErrorCode.NOT_FOUND, ErrorCode.NOT_ALLOWED_FOR_SELF)
PAGE: dict[str, Any] = {
    "parameters": PAGE_PARAMETERS,
    "responses": page_of(PersonLineSerializer),
    "examples": [examples.PEOPLE],
}


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
        responses={204: None, **REFUSED},
    )
    def put(self, request: Request, handle: str) -> Response:
        return _done(relations.follow, request, selectors.person_by_handle, handle)

    @extend_schema(tags=["people"], operation_id="person_unfollow", responses={204: None, **HIDDEN})
    def delete(self, request: Request, handle: str) -> Response:
        return _done(relations.unfollow, request, selectors.followed_by_handle, handle)


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
        return _done(relations.block, request, selectors.blocked_by_handle, handle)

    @extend_schema(tags=["people"], operation_id="person_unblock", responses={204: None, **HIDDEN})
    def delete(self, request: Request, handle: str) -> Response:
        return _done(relations.unblock, request, selectors.blocked_by_handle, handle)


class FollowingView(ApiView):
    """Whom I follow, newest first."""

    @extend_schema(tags=["me"], operation_id="me_following", **PAGE)
    def get(self, request: Request) -> Response:
        rows = selectors.following_of(viewer_of(request))
        return _people(request, rows, whom="followed")


class FollowersView(ApiView):
    """Who follows me, newest first."""

    @extend_schema(tags=["me"], operation_id="me_followers", **PAGE)
    def get(self, request: Request) -> Response:
        rows = selectors.followers_of(viewer_of(request))
        return _people(request, rows, whom="follower")


class BlocksView(ApiView):
    """Whom I blocked, newest first."""

    @extend_schema(tags=["me"], operation_id="me_blocks", **PAGE)
    def get(self, request: Request) -> Response:
        rows = selectors.blocks_of(viewer_of(request))
        return _people(request, rows, whom="blocked")


def _people(request: Request, rows: QuerySet[Any], *, whom: str) -> Response:
    """Of rows that say since when, the person in the field `whom`."""

    def line(row: Any) -> Any:
        return PersonLineSerializer(getattr(row, whom)).data

    return keyset_page(request, rows, order=("-at",), serialize=line)


def _done(verb: Verb, request: Request, find: Find, handle: str) -> Response:
    viewer = viewer_of(request)
    verb(actor=viewer, person=find(handle, viewer=viewer))
    return Response(status=204)
