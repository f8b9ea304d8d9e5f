from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from inbox import event_types
from inbox.api.parameters import read_parameters
from inbox.api.serializers import EventPageSerializer, EventTypesSerializer, type_as_json
from inbox.events import PERSON_FOLLOWED
from inbox.selectors import as_json, read_log
from lib.api.openapi import example, problems
from lib.api.views import ApiView
from lib.errors import ErrorCode

AFTER = OpenApiParameter(
    "after",
    {"type": "integer", "minimum": 0, "maximum": 2**53 - 1},
    description="The last id that you know; without it, from the oldest that is kept.",
)
LIMIT = OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 50})
FOLLOWER = "usr_01kaj9y7e8f3vr1t2m4n5p6q7s"
PAGE = {
    "results": [
        {
            "id": 18,
            "type": "person.followed",
            "at": "2026-11-21T09:30:00.000Z",
            "data": {"follower": FOLLOWER},
        }
    ],
    "next": None,
}

TYPES = {"results": [type_as_json(PERSON_FOLLOWED)]}


class EventsView(ApiView):
    """The log behind the socket."""

    @extend_schema(
        operation_id="me_events_list",
        summary="What happened, in order",
        description="The socket's twin: same events, same ids. Events are kept for 30 days; 410 "
        "`gone` says that some after `after` are not: read your state anew and start without it.",
        parameters=[AFTER, LIMIT],
        responses={200: EventPageSerializer, **problems(ErrorCode.INVALID, ErrorCode.GONE)},
        examples=[example("followed", PAGE, status=200)],
        tags=["me"],
    )
    def get(self, request: Request) -> Response:
        after, limit = read_parameters(request)
        page = read_log(viewer=viewer_of(request), after=after, limit=limit)
        return Response(
            {
                "results": [as_json(event) for event in page.events],
                "next": page.cursor if page.more else None,
            }
        )


class EventTypesView(ApiView):
    """The public enum of event types."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="me_events_types",
        summary="Types of events and the JSON Schema of each",
        responses={200: EventTypesSerializer},
        examples=[example("types", TYPES, status=200)],
        tags=["me"],
    )
    def get(self, request: Request) -> Response:
        return Response({"results": [type_as_json(one) for one in event_types.listing()]})
