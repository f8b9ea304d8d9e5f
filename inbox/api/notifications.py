from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from inbox.api import notification_examples as examples
from inbox.api.notification_parts import (
    NotificationSerializer,
    PreferenceChanges,
    PreferencesSerializer,
    SeenUpto,
    UnreadSerializer,
    preferences_json,
)
from inbox.notices import Category, Channel
from inbox.notifications import (
    notification_json,
    notifications_of,
    reader_of,
    seen_by,
    unread_of,
)
from inbox.preferences import preferences_of
from inbox.services.preferring import choose
from inbox.services.seeing import mark_seen
from lib.api.etag import conditional
from lib.api.openapi import listed, problems
from lib.api.pagination import keyset_page
from lib.api.views import ApiView
from lib.errors import ErrorCode

UNCHANGED = OpenApiResponse(description="What `If-None-Match` names is still so.")


class NotificationsView(ApiView):
    """What happened, as people read it."""

    @extend_schema(
        tags=["me"],
        operation_id="me_notifications",
        summary="Notifications, newest first",
        description="Events of the log that people read, under their ids: drop those that you "
        "know from `/me/events`, the socket or a push. What tells of somebody whom you may not see "
        "any more, or muted, is left out, and so is what you do not want in the app. Kept for 30 "
        "days.",
        **listed(NotificationSerializer),
        examples=[examples.NOTIFICATIONS],
    )
    def get(self, request: Request) -> Response:
        viewer = viewer_of(request)
        page = keyset_page(
            request, notifications_of(viewer), order=("-id",), serialize=lambda event: event
        ).data
        reader = reader_of(viewer, page["results"])
        results = [notification_json(event, reader) for event in page["results"]]
        return conditional(request, {**page, "results": results})


class UnreadView(ApiView):
    """How many I have not seen."""

    @extend_schema(
        tags=["me"],
        operation_id="me_notifications_unread",
        summary="How many notifications I have not seen",
        responses={200: UnreadSerializer, 304: UNCHANGED},
        examples=[examples.UNREAD],
    )
    def get(self, request: Request) -> Response:
        viewer = viewer_of(request)
        return conditional(request, {"unread": unread_of(viewer), "seen_upto": seen_by(viewer)})


class SeenView(ApiView):
    """Says that notifications were shown."""

    throttle_scope = "relate"

    @extend_schema(
        tags=["me"],
        operation_id="me_notifications_seen",
        summary="Everything up to this id was before my eyes",
        description="Say it when they are on the screen, not when they arrive: the time is kept. "
        "A lower id than before changes nothing.",
        request=SeenUpto,
        responses={204: None, **problems(ErrorCode.INVALID, ErrorCode.THROTTLED)},
        examples=[examples.SEEN],
    )
    def post(self, request: Request) -> Response:
        mark_seen(person=viewer_of(request), upto=self.body(SeenUpto)["upto"])
        return Response(status=204)


class PreferencesView(ApiView):
    """What I am told of, and how."""

    throttle_scope = "relate"

    @extend_schema(
        tags=["me"],
        operation_id="me_notification_preferences",
        summary="What I am told of, in the app, by push and in a daily mail",
        responses={200: PreferencesSerializer, 304: UNCHANGED},
        examples=[examples.PREFERENCES],
    )
    def get(self, request: Request) -> Response:
        viewer = viewer_of(request)
        return conditional(request, preferences_json(viewer, preferences_of(viewer.pk)))

    @extend_schema(
        tags=["me"],
        operation_id="me_notification_preferences_update",
        summary="Choose what I am told of",
        description="What is `fixed` cannot be turned off (`invalid`). Pushes of all else are "
        "further limited by `push` and by quiet and school hours of `/me/safeguards`, which a "
        "choice here never loosens. `mail` is one digest a day, in the evening, of numbers alone.",
        request=PreferenceChanges,
        responses={
            200: PreferencesSerializer,
            **problems(ErrorCode.INVALID, ErrorCode.THROTTLED),
        },
        examples=[examples.CHANGES, examples.PREFERENCES],
    )
    def patch(self, request: Request) -> Response:
        viewer = viewer_of(request)
        chosen = choose(person_id=viewer.pk, wanted=_wanted(self.body(PreferenceChanges)))
        return Response(preferences_json(viewer, chosen))


def _wanted(body: dict[str, Any]) -> dict[Category, dict[Channel, bool]]:
    return {
        Category(name): {Channel(channel): on for channel, on in channels.items()}
        for name, channels in body.items()
    }
