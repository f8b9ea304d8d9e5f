from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from feed.models import ProofRun
from lib.api.openapi import example, problems
from lib.api.serializers import StrictSerializer
from lib.api.views import ApiView
from lib.errors import ErrorCode, NotFound

PROOF: dict[str, Any] = {
    "violations": 0,
    "examined": 4182,
    "fixed": 0,
    "unproven": 0,
    "policy_version": "2026-11-21",
    "profile": "production",
    "detectors_sha256": "9f0c4d1e" * 8,
    "started_at": "2026-11-21T02:23:00.000000Z",
    "finished_at": "2026-11-21T02:24:10.000000Z",
}


class FeedProofSerializer(StrictSerializer[ProofRun]):
    """How many published posts showed themselves to somebody to whom they must not."""

    violations = serializers.IntegerField(min_value=0)
    examined = serializers.IntegerField(min_value=0)
    fixed = serializers.IntegerField(min_value=0, help_text="Violations that were ended.")
    unproven = serializers.IntegerField(
        min_value=0,
        help_text="Posts that lack an answer which the policy demands now: their authors alone "
        "see them until it is there.",
    )
    policy_version = serializers.CharField()
    profile = serializers.ChoiceField(choices=["development", "production"])
    detectors_sha256 = serializers.CharField(
        help_text="Over the names and versions of all detectors that answered about these posts."
    )
    started_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField()


class FeedProofView(ApiView):
    """The last proof of the feed, for anybody."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="transparency_feed_proof",
        summary="The last proof of the feed",
        description="Each night every published post is rated anew from what detectors answered "
        "about it, by the policy in force: so many showed more than that allows, of so many. "
        "404 until a proof came to its end.",
        responses={200: FeedProofSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=[example("proof", PROOF, status=200)],
        tags=["transparency"],
    )
    def get(self, request: Request) -> Response:
        last = ProofRun.objects.order_by("-finished_at").first()
        if last is None:
            raise NotFound
        return Response(FeedProofSerializer(last).data)
