from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from enforcement.api.bodies import time_json
from enforcement.api.hiding_examples import CONTEST_EXAMPLES
from enforcement.models import Hiding
from enforcement.triage.contesting import contest_hiding
from lib.api.fields import TypedIdField
from lib.api.openapi import problems
from lib.api.serializers import StrictSerializer
from lib.api.views import ApiView
from lib.ending import told
from lib.errors import ErrorCode
from lib.ids import IdKind, encode


class HidingSerializer(StrictSerializer[Hiding]):
    """A post of yours that is hidden until somebody decided."""

    post = TypedIdField(IdKind.POST, read_only=True)
    contested_at = serializers.DateTimeField()
    until = serializers.DateTimeField(
        allow_null=True,
        help_text=_("By when it is shown again where nobody decided; else null."),
    )


class ContestHidingView(ApiView):
    """A post was hidden before anybody decided about it: its maker says that it is fine."""

    throttle_scope = "contest_hiding"

    @extend_schema(
        operation_id="posts_hidden_contest",
        summary="Contest that your post is hidden",
        description="After the event `post.hidden_first`. Somebody looks at it before others do. "
        "Said again it is once. 404 where no post of yours is hidden so.",
        request=None,
        responses={
            200: HidingSerializer,
            **problems(ErrorCode.NOT_FOUND, ErrorCode.THROTTLED),
        },
        examples=CONTEST_EXAMPLES,
        tags=["decisions"],
    )
    def post(self, request: Request, post_id: UUID) -> Response:
        row = contest_hiding(post_id=post_id, by=viewer_of(request))
        return Response(
            {
                "post": encode(IdKind.POST, row.post_id),
                "contested_at": time_json(row.contested_at),
                "until": time_json(told(row.ends_at) if row.ends_at else None),
            }
        )
