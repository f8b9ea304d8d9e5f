from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from lib.api.serializers import StrictSerializer


class HiddenSerializer(StrictSerializer[Any]):
    """Nobody else sees it until somebody decided. All times are days, in UTC."""

    topic = serializers.CharField(help_text=_("For what, as in `/reports/reasons`."))
    since = serializers.DateField()
    until = serializers.DateField(
        allow_null=True,
        help_text=_("When it is shown again where nobody decided; null: a decision ends it."),
    )
    contestable = serializers.BooleanField(
        help_text=_("Whether `/posts/{id}/hidden/contest` waits for you; false once you did.")
    )
