"""One's own lists of people: whom one follows, asked, muted, blocked, and the other way round."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors
from accounts.api import examples
from accounts.api.access import viewer_of
from accounts.api.people import HIDDEN, done
from accounts.api.serializers import PersonLineSerializer
from accounts.models import User
from accounts.services import follow_requests, relations
from lib.api.openapi import PAGE_PARAMETERS, page_of
from lib.api.pagination import keyset_page
from lib.api.views import ApiView
from lib.errors import NotFound

PAGE: dict[str, Any] = {
    "parameters": PAGE_PARAMETERS,
    "responses": page_of(PersonLineSerializer),
    "examples": [examples.PEOPLE],
}


class PeopleList(ApiView):
    """Base: of rows that say since when, the person in the field `whom`, newest first."""

    whom: ClassVar[str]

    def people(self, request: Request, rows: QuerySet[Any]) -> Response:
        """One page of them."""

        def line(row: Any) -> Any:
            return PersonLineSerializer(getattr(row, self.whom)).data

        return keyset_page(request, rows, order=("-at",), serialize=line)


class FollowingView(PeopleList):
    """Whom I follow, newest first."""

    whom = "followed"

    @extend_schema(tags=["me"], operation_id="me_following", **PAGE)
    def get(self, request: Request) -> Response:
        return self.people(request, selectors.following_of(viewer_of(request)))


class FollowersView(PeopleList):
    """Who follows me, newest first."""

    whom = "follower"

    @extend_schema(tags=["me"], operation_id="me_followers", **PAGE)
    def get(self, request: Request) -> Response:
        return self.people(request, selectors.followers_of(viewer_of(request)))


class FollowerView(ApiView):
    """Somebody who follows me."""

    throttle_scope = "relate"

    @extend_schema(tags=["me"], operation_id="me_follower_remove", responses={204: None, **HIDDEN})
    def delete(self, request: Request, handle: str) -> Response:
        """They no longer follow me, and are not told."""
        return done(relations.remove_follower, request, selectors.follower_by_handle, handle)


class BlocksView(PeopleList):
    """Whom I blocked, newest first."""

    whom = "blocked"

    @extend_schema(tags=["me"], operation_id="me_blocks", **PAGE)
    def get(self, request: Request) -> Response:
        return self.people(request, selectors.blocks_of(viewer_of(request)))


class MutesView(PeopleList):
    """Whom I muted, newest first."""

    whom = "muted"

    @extend_schema(tags=["me"], operation_id="me_mutes", **PAGE)
    def get(self, request: Request) -> Response:
        return self.people(request, selectors.mutes_of(viewer_of(request)))


class FollowRequestsView(PeopleList):
    """Who asks to follow me, newest first."""

    whom = "asker"

    @extend_schema(tags=["me"], operation_id="me_follow_requests", **PAGE)
    def get(self, request: Request) -> Response:
        return self.people(request, selectors.requests_to(viewer_of(request)))


class SentFollowRequestsView(PeopleList):
    """Whom I asked to follow and who has not said yes, newest first."""

    whom = "asked"

    @extend_schema(tags=["me"], operation_id="me_follow_requests_sent", **PAGE)
    def get(self, request: Request) -> Response:
        return self.people(request, selectors.requests_by(viewer_of(request)))


class AcceptView(ApiView):
    """Letting somebody follow who asked."""

    throttle_scope = "relate"

    @extend_schema(
        tags=["me"],
        operation_id="me_follow_request_accept",
        request=None,
        responses={204: None, **HIDDEN},
    )
    def post(self, request: Request, handle: str) -> Response:
        return done(follow_requests.accept, request, _asker, handle)


class DeclineView(ApiView):
    """Not letting somebody follow who asked; they are not told."""

    throttle_scope = "relate"

    @extend_schema(
        tags=["me"],
        operation_id="me_follow_request_decline",
        request=None,
        responses={204: None, **HIDDEN},
    )
    def post(self, request: Request, handle: str) -> Response:
        return done(follow_requests.decline, request, _asker, handle)


def _asker(handle: str, *, viewer: User) -> User:
    """Whoever waits for the viewer's answer. Raises NotFound."""
    person = selectors.person_by_handle(handle, viewer=viewer)
    if not selectors.requests_to(viewer).filter(asker=person).exists():
        raise NotFound
    return person
