from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from accounts.safeguards import effective
from accounts.safeguards.watching import add, watched
from accounts.selectors import person_by_handle
from feed.api import examples
from feed.api.pages import films, films_page
from feed.gates import WATCHING
from feed.selectors import following_for, latest_for, posts_of
from lib.api.openapi import problems
from lib.api.serializers import NoBody, StrictSerializer
from lib.api.views import ApiView
from lib.errors import ErrorCode


class WatchedSerializer(StrictSerializer[Any]):
    """How much of the day is used."""

    minutes = serializers.IntegerField(min_value=0)
    most = serializers.IntegerField(min_value=0, allow_null=True, help_text="Null: no limit.")
    until = serializers.DateTimeField(help_text="When the local day is over.")


class LatestView(ApiView):
    """The public feed by time."""

    @extend_schema(
        operation_id="feeds_latest",
        summary="The public feed, newest first",
        description="The same rules for everybody: only what is fit for people under 18, whatever "
        "your age. Whose feed is limited to what they follow gets that part of it.",
        examples=examples.POSTS_EXAMPLES,
        tags=["feed"],
        **films(),
    )
    def get(self, request: Request) -> Response:
        by = viewer_of(request)
        limits = effective(by)
        order = ("-published_at", "-id")
        return films_page(request, latest_for(by, limits), limits, order=order)


class FollowingView(ApiView):
    """What the people post whom one follows, by time."""

    @extend_schema(
        operation_id="feeds_following",
        summary="What people post whom you follow, newest first",
        description="As far as you may see it: what is for adults too, where you see that.",
        examples=examples.POSTS_EXAMPLES,
        tags=["feed"],
        **films(),
    )
    def get(self, request: Request) -> Response:
        by = viewer_of(request)
        limits = effective(by)
        order = ("-published_at", "-id")
        return films_page(request, following_for(by, limits), limits, order=order)


class WatchingView(ApiView):
    """Somebody watches: said once a minute while a film plays."""

    @extend_schema(
        operation_id="feeds_watching",
        summary="Say that you watch",
        description="Once a minute while films play, so that a film that runs again counts too. "
        "Answers how much of the day is used; nothing is counted for whom no limit can concern.",
        request=NoBody,
        responses={200: WatchedSerializer, **problems(ErrorCode.DAILY_LIMIT_REACHED)},
        examples=[examples.WATCHED],
        tags=["feed"],
    )
    def post(self, request: Request) -> Response:
        self.body(NoBody)
        by = viewer_of(request)
        limits = effective(by)
        WATCHING.refuse(by, limits)
        add(by, limits)
        today = watched(by, limits)
        shown = {"minutes": today.minutes, "most": today.most, "until": today.until}
        return Response(WatchedSerializer(shown).data)


class PersonPostsView(ApiView):
    """What somebody published."""

    throttle_scope = "look_up"

    @extend_schema(
        operation_id="person_posts",
        summary="Somebody's posts, newest first",
        description="As far as you may see them; 404 when the person is missing or hidden.",
        examples=examples.POSTS_EXAMPLES,
        tags=["people"],
        **films(ErrorCode.NOT_FOUND),
    )
    def get(self, request: Request, handle: str) -> Response:
        by = viewer_of(request)
        person, limits = person_by_handle(handle, viewer=by), effective(by)
        return films_page(
            request,
            posts_of(person, viewer=by, limits=limits),
            None if person == by else limits,
            order=("-created_at", "-id"),
        )
