from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from cameos.api import rule_examples as examples
from cameos.api.bodies import StrictListField
from cameos.api.permission import STALE, TAG
from cameos.api.versions import IF_MATCH, tagged, version_named
from cameos.models import CameoPermission
from cameos.permissions.compiling import MOST_CHARACTERS, compiled
from cameos.permissions.facts import permission_of
from cameos.permissions.preferences import PHRASES, phrase_of
from cameos.permissions.showing import examples_for
from cameos.permissions.topics import Topic
from cameos.selectors import own_cameo
from cameos.services.preferring import save_preferences
from cameos.services.restricting import confirm_restrictions
from lib.api.fields import StrictCharField, StrictChoiceField
from lib.api.openapi import problems
from lib.api.serializers import StrictSerializer
from lib.api.views import ApiView
from lib.errors import ErrorCode


class SentenceSerializer(StrictSerializer[Any]):
    """In the owner's own words; kept nowhere."""

    text = StrictCharField(max_length=MOST_CHARACTERS)


class ExampleSerializer(serializers.Serializer[Any]):
    """A prompt, and whether the rules bear it."""

    prompt = serializers.CharField()
    allowed = serializers.BooleanField()


class UnderstoodSerializer(serializers.Serializer[Any]):
    """To be confirmed by its owner. `not_understood`: pieces of the text that no rule came of."""

    topics = serializers.ListField(child=serializers.ChoiceField(choices=Topic.choices))
    understood = serializers.CharField()
    not_understood = serializers.ListField(child=serializers.CharField())
    compiler = serializers.CharField()
    examples = ExampleSerializer(many=True)


class ConfirmSerializer(StrictSerializer[Any]):
    """All topics that the likeness is kept out of. `compiler`: of the answer that is confirmed;
    left out where the list was chosen by hand."""

    topics = StrictListField(child=StrictChoiceField(choices=Topic.choices), max_length=len(Topic))
    compiler = StrictCharField(required=False, max_length=16)


class RulesSerializer(serializers.Serializer[Any]):
    """What the likeness is kept out of, with prompts that show it."""

    topics = serializers.ListField(child=serializers.ChoiceField(choices=Topic.choices))
    examples = ExampleSerializer(many=True)


class AttributesSerializer(StrictSerializer[Any]):
    """Each of a closed list."""


for _attribute, _phrases in PHRASES.items():
    AttributesSerializer._declared_fields[_attribute.value] = StrictChoiceField(
        choices=list(_phrases), required=False
    )


class DressSerializer(StrictSerializer[Any]):
    """All that is preferred; what is left out is not."""

    attributes = AttributesSerializer()


class DressedSerializer(serializers.Serializer[Any]):
    """`phrase`: what joins a prompt. `paused`: it made somebody's request fail, and is left out
    until it is saved again."""

    attributes = serializers.DictField(child=serializers.CharField())
    phrase = serializers.CharField(allow_blank=True)
    paused = serializers.BooleanField()


class CompileView(ApiView):
    """From a sentence to rules."""

    throttle_scope = "cameo_rules"

    @extend_schema(
        operation_id="cameo_restrictions_compile",
        summary="What would be understood of my own words",
        description="Changes nothing. Confirm by sending `topics` and `compiler` back.",
        request=SentenceSerializer,
        responses={
            200: UnderstoodSerializer,
            **problems(ErrorCode.NOT_FOUND, ErrorCode.THROTTLED),
        },
        examples=[examples.SENTENCE, examples.UNDERSTOOD],
        tags=TAG,
    )
    def post(self, request: Request, cameo_id: UUID) -> Response:
        own_cameo(viewer_of(request), cameo_id)
        found = compiled(self.body(SentenceSerializer)["text"])
        shown = {
            "topics": list(found.topics),
            "understood": found.sentence,
            "not_understood": list(found.rest),
            "compiler": found.version,
            "examples": examples_for(frozenset(found.topics)),
        }
        return Response(UnderstoodSerializer(shown).data)


class RestrictionsView(ApiView):
    """What my likeness is kept out of."""

    throttle_scope = "cameo_rules"

    @extend_schema(
        operation_id="cameo_restrictions_read",
        summary="What my likeness is kept out of",
        responses={200: RulesSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=[examples.RULES],
        tags=TAG,
    )
    def get(self, request: Request, cameo_id: UUID) -> Response:
        return _rules(permission_of(own_cameo(viewer_of(request), cameo_id)))

    @extend_schema(
        operation_id="cameo_restrictions_confirm",
        summary="Confirm all of them",
        parameters=[IF_MATCH],
        request=ConfirmSerializer,
        responses={
            200: RulesSerializer,
            **problems(ErrorCode.INVALID_CHOICE, ErrorCode.STALE_STATE, *STALE),
        },
        examples=[examples.CONFIRM, examples.RULES],
        tags=TAG,
    )
    def put(self, request: Request, cameo_id: UUID) -> Response:
        viewer = viewer_of(request)
        cameo = own_cameo(viewer, cameo_id)
        body = self.body(ConfirmSerializer)
        row = confirm_restrictions(
            cameo=cameo,
            by=viewer,
            version=version_named(request),
            topics=body["topics"],
            compiler=body.get("compiler", ""),
        )
        return _rules(row)


class PreferencesView(ApiView):
    """How my likeness is dressed."""

    throttle_scope = "cameo_rules"

    @extend_schema(
        operation_id="cameo_preferences_read",
        summary="How my likeness is dressed",
        responses={200: DressedSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=[examples.DRESSED],
        tags=TAG,
    )
    def get(self, request: Request, cameo_id: UUID) -> Response:
        return _dressed(permission_of(own_cameo(viewer_of(request), cameo_id)))

    @extend_schema(
        operation_id="cameo_preferences_save",
        summary="Save all of it",
        parameters=[IF_MATCH],
        request=DressSerializer,
        responses={
            200: DressedSerializer,
            **problems(
                *(ErrorCode.INVALID_CHOICE, ErrorCode.INPUT_MODERATION),
                *(ErrorCode.TEMPORARILY_UNAVAILABLE, *STALE),
            ),
        },
        examples=[examples.DRESS, examples.DRESSED],
        tags=TAG,
    )
    def put(self, request: Request, cameo_id: UUID) -> Response:
        viewer = viewer_of(request)
        cameo = own_cameo(viewer, cameo_id)
        attributes = dict(self.body(DressSerializer)["attributes"])
        row = save_preferences(
            cameo=cameo, by=viewer, version=version_named(request), attributes=attributes
        )
        return _dressed(row)


def _rules(row: CameoPermission) -> Response:
    topics = frozenset(Topic(one) for one in row.restrictions)
    shown = {"topics": sorted(topics), "examples": examples_for(topics)}
    return tagged(RulesSerializer(shown).data, row.version)


def _dressed(row: CameoPermission) -> Response:
    shown = {
        "attributes": row.preferences,
        "phrase": phrase_of(row.preferences),
        "paused": row.preferences_paused_at is not None,
    }
    return tagged(DressedSerializer(shown).data, row.version)
