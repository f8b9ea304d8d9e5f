from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from enforcement.rule_sets import RuleSet, rule_set
from lib.api.openapi import example, problems
from lib.api.serializers import StrictSerializer
from lib.api.views import ApiView
from lib.errors import ErrorCode, NotFound


class FrozenRuleSerializer(StrictSerializer[Any]):
    """A rule as one version words it. Its code may be of no use any more."""

    code = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()


class RuleSetSerializer(StrictSerializer[RuleSet]):
    """Our rules, as one version words them. A version never changes."""

    version = serializers.IntegerField(min_value=1)
    sha256 = serializers.CharField(help_text=_("Of the file in which they are frozen."))
    rules = FrozenRuleSerializer(many=True)


EXAMPLE: dict[str, Any] = {
    "version": 1,
    "sha256": rule_set(1).sha256,
    "rules": [asdict(rule_set(1).rules["harassment_targeted"])],
}


class RuleSetView(ApiView):
    """The same for everybody, with an account or without."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="policies_read",
        summary="Our rules, as a version words them",
        description="What a decision quotes: its `rules_version` names the one that was in force. "
        "No account is needed.",
        responses={200: RuleSetSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=[example("first", EXAMPLE, status=200)],
        tags=["decisions"],
        auth=[],
    )
    def get(self, request: Request, version: int) -> Response:
        try:
            found = rule_set(version)
        except KeyError:
            raise NotFound from None
        rules = [asdict(found.rule(code)) for code in found.rules]
        return Response({"version": found.version, "sha256": found.sha256, "rules": rules})
