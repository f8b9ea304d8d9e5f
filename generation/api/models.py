"""What can be asked for, so that clients copy no list."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from generation.api import examples
from generation.engines.base import Start
from generation.engines.registry import capabilities_of
from generation.offers import Offered, offered_to
from lib.api.serializers import StrictSerializer
from lib.api.views import ApiView


class ModelSerializer(StrictSerializer[Offered]):
    """A model, and what you may ask of it."""

    id = serializers.CharField(source="engine")
    is_default = serializers.BooleanField()
    sizes = serializers.ListField(child=serializers.CharField())
    seconds = serializers.ListField(child=serializers.IntegerField())
    people = serializers.IntegerField(help_text=_("How many people it can show at a time."))
    speaks = serializers.BooleanField()
    starts_from = serializers.ListField(
        child=serializers.ChoiceField(choices=[start.value for start in Start]),
        help_text=_("What beside words it can begin with."),
    )
    words_alone = serializers.BooleanField(
        help_text=_("Whether it can do without any of these; else it serves those tools alone.")
    )
    processor = serializers.CharField(
        allow_null=True,
        help_text=_(
            "Who is handed words and pictures where they leave this house; null where they do not."
        ),
    )

    def to_representation(self, instance: Offered) -> dict[str, Any]:
        can = capabilities_of(instance.engine)
        return {
            "id": instance.engine,
            "is_default": instance.is_default,
            "sizes": list(instance.sizes),
            "seconds": list(instance.seconds),
            "people": can.takes_references,
            "speaks": can.speaks,
            "starts_from": sorted(start.value for start in can.starts),
            "words_alone": can.words_alone,
            "processor": can.processor or None,
        }


class ModelsSerializer(StrictSerializer[Any]):
    """All of them; there are few, so no pages."""

    results = ModelSerializer(many=True)


class ModelsView(ApiView):
    """What draws."""

    @extend_schema(
        operation_id="models_list",
        summary="What you may ask for",
        description="By your age: what is not here is refused as if it were not there.",
        responses=ModelsSerializer,
        examples=examples.MODELS_EXAMPLES,
        tags=["generations"],
    )
    def get(self, request: Request) -> Response:
        offers = offered_to(viewer_of(request)).values()
        return Response({"results": [ModelSerializer(offer).data for offer in offers]})
