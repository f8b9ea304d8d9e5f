"""What I must have read, and that I did."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from accounts.models import Gated, User
from accounts.services import terms
from accounts.services.terms import Asked
from lib.api.fields import StrictIntegerField
from lib.api.openapi import example, problems
from lib.api.serializers import StrictSerializer
from lib.api.views import ApiView
from lib.errors import ErrorCode


class TermsLineSerializer(serializers.Serializer[Any]):
    """One text in force; what `gates` names is refused until it is acknowledged."""

    name = serializers.CharField()
    version = serializers.IntegerField()
    gates = serializers.ListField(child=serializers.ChoiceField(choices=Gated.choices))
    read_at = serializers.CharField(help_text="Where its text stands.")
    needs_guardian = serializers.BooleanField(
        help_text="Whether somebody under 18 needs a guardian for it."
    )
    acknowledged = serializers.BooleanField()


class TermsSerializer(serializers.Serializer[Any]):
    """All texts in force."""

    results = TermsLineSerializer(many=True)


class ReadBody(StrictSerializer[Any]):
    """Which version was shown."""

    version = StrictIntegerField(min_value=1)


LINE = {
    "name": "image-to-video",
    "version": 2,
    "gates": ["input_image"],
    "read_at": "/policies/image-to-video/2",
    "needs_guardian": False,
    "acknowledged": False,
}
WAITING = example("One to read", {"results": [LINE]}, status=200)
READ = example("Nothing to read", {"results": [LINE | {"acknowledged": True}]}, status=200)
SHOWN = example("The version that was shown", {"version": 2})


def terms_json(asked: Iterable[Asked]) -> Any:
    """The body of TermsSerializer."""
    fields = ("name", "version", "gates", "read_at", "needs_guardian")
    results = [
        {name: getattr(one.terms, name) for name in fields} | {"acknowledged": one.acknowledged}
        for one in asked
    ]
    return TermsSerializer({"results": results}).data


def _listed(person: User) -> Response:
    return Response(terms_json(terms.asked_of(person)))


class TermsView(ApiView):
    """What is in force, and what of it I have not read."""

    @extend_schema(
        tags=["me"], operation_id="me_policies", responses=TermsSerializer, examples=[WAITING]
    )
    def get(self, request: Request) -> Response:
        return _listed(viewer_of(request))


class AcknowledgeView(ApiView):
    """I read it, and agree."""

    throttle_scope = "relate"

    @extend_schema(
        tags=["me"],
        operation_id="me_policy_acknowledge",
        request=ReadBody,
        responses={
            200: TermsSerializer,
            **problems(
                ErrorCode.NOT_FOUND, ErrorCode.STALE_STATE, ErrorCode.GUARDIAN_RELEASE_REQUIRED
            ),
        },
        examples=[SHOWN, READ],
    )
    def put(self, request: Request, name: str) -> Response:
        """Only the version in force, which must have been shown."""
        viewer, version = viewer_of(request), self.body(ReadBody)["version"]
        terms.acknowledge(person=viewer, name=name, version=version, by=viewer)
        return _listed(viewer)
