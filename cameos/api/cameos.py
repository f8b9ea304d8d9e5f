from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cameos.models import Cameo, CameoKind
from cameos.permissions.facts import permission_of
from cameos.permissions.levels import PermissionLevel, level_at
from cameos.states import CameoState
from lib.api.fields import TypedIdField
from lib.api.serializers import StrictSerializer
from lib.ids import IdKind


class CameoSerializer(StrictSerializer[Cameo]):
    """A likeness as its owner sees it."""

    id = TypedIdField(IdKind.CAMEO)
    kind = serializers.ChoiceField(choices=CameoKind.choices)
    status = serializers.ChoiceField(choices=CameoState.choices)
    usable_by = serializers.ChoiceField(
        choices=PermissionLevel.choices,
        help_text=_(
            "Who may use it without being approved: its owner alone at first, and for as long as "
            "nothing told the recording from a presentation attack."
        ),
    )
    created_at = serializers.DateTimeField()
    verified_at = serializers.DateTimeField(allow_null=True)
    enrolment = TypedIdField(
        IdKind.ENROLMENT, allow_null=True, help_text=_("The newest try at recording it.")
    )

    def to_representation(self, instance: Cameo) -> dict[str, Any]:
        newest = instance.enrolments.order_by("-created_at", "-pk").first()
        return dict(
            super().to_representation(
                {
                    "id": instance.pk,
                    "kind": instance.kind,
                    "status": instance.state,
                    "usable_by": usable_by(instance),
                    "created_at": instance.created_at,
                    "verified_at": instance.verified_at,
                    "enrolment": newest.pk if newest else None,
                }  # type: ignore[arg-type]
            )
        )


def usable_by(cameo: Cameo) -> PermissionLevel:
    """Without being approved, at this moment."""
    if cameo.usable_by_owner_only:
        return PermissionLevel.ONLY_ME
    permission = permission_of(cameo)
    return level_at(permission.level, permission.everyone_until, timezone.now())
