"""The route on which whoever lent their likeness reads what others made with it."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from accounts.api.serializers import PersonLineSerializer
from generation.api.drafts import SERIALIZERS, SHOWN, AssetsSerializer
from generation.api.examples import APPEARANCES_EXAMPLES
from generation.api.parts import LabelsSerializer, labels_of
from generation.appearances import appearances_of, may_look, names_of
from generation.models import Draft
from lib.api.fields import TypedIdField
from lib.api.openapi import listed
from lib.api.pagination import keyset_page
from lib.api.serializers import StrictSerializer
from lib.api.views import ApiView
from lib.errors import ErrorCode
from lib.ids import IdKind

STATES = ("draft", "published")


class AppearanceAbilitiesSerializer(StrictSerializer[Any]):
    """What you may do with it now."""

    report = serializers.BooleanField()


class AppearanceSerializer(StrictSerializer[Any]):
    """A video of somebody else with your likeness in it."""

    id = TypedIdField(IdKind.VIDEO, help_text=_("To report it by."))
    maker = PersonLineSerializer()
    state = serializers.ChoiceField(choices=STATES)
    made_on = serializers.DateField(help_text=_("The day, in UTC."))
    seconds = serializers.IntegerField()
    assets = AssetsSerializer(
        allow_null=True,
        help_text=_(
            "Null for people under 18, and where somebody else in it does not show it to you."
        ),
    )
    labels = LabelsSerializer()
    can = AppearanceAbilitiesSerializer()


class AppearancesView(ApiView):
    """Videos of others."""

    @extend_schema(
        operation_id="cameo_appearances_list",
        summary="What others made with your likeness, newest first",
        description="Finished videos of people whom you see, drafts among them. Never their words, "
        "nor who else is in them. Report one by its id; take your likeness out of them by revoking "
        "it. The addresses of files live for five minutes.",
        examples=APPEARANCES_EXAMPLES,
        tags=["cameos"],
        **listed(AppearanceSerializer, ErrorCode.NOT_FOUND),
    )
    def get(self, request: Request, cameo_id: UUID) -> Response:
        viewer = viewer_of(request)
        found = appearances_of(viewer, cameo_id)
        names = names_of(found, viewer)

        def shown(draft: Draft) -> dict[str, Any]:
            return _shown(draft, names, look=may_look(viewer, draft))

        return keyset_page(request, found.rows, order=("-created_at", "-id"), serialize=shown)


def _shown(draft: Any, names: list[str], *, look: bool) -> dict[str, Any]:
    files = {one.kind: one for one in draft.job.assets.all() if one.kind in SHOWN}
    assets = {
        kind.value: SERIALIZERS[kind](files[kind]).data if kind in files else None for kind in SHOWN
    }
    return {
        "id": draft.public_id,
        "maker": PersonLineSerializer(draft.owner).data,
        "state": "published" if draft.published else "draft",
        "made_on": draft.created_at.date().isoformat(),
        "seconds": draft.job.seconds,
        "assets": assets if look else None,
        "labels": labels_of(draft.job, names),
        "can": {"report": True},
    }
