from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cameos.capabilities.using import stands
from lib.api.openapi import example, problems
from lib.api.views import ApiView
from lib.errors import ErrorCode, NotFound


class ConsentSerializer(serializers.Serializer[Any]):
    """Whether a consent stands at this moment; nothing of whose, for what or since when."""

    stands = serializers.BooleanField()


class ConsentView(ApiView):
    """For players, and for anybody who has a clip."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="consents_read",
        summary="Does the consent behind a clip still stand?",
        description="The id is random and stands in one clip's manifest alone.",
        responses={200: ConsentSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=[example("It stands", {"stands": True}, status=200)],
        tags=["cameos"],
    )
    def get(self, request: Request, status_id: UUID) -> Response:
        found = stands(status_id)
        if found is None:
            raise NotFound
        return Response({"stands": found})
